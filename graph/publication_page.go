package graph

import (
	"context"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish"
	"github.com/gramql/gramql/internal/publish/publication"
)

// usualPublications is how many publications are returned where no one says how many.
const usualPublications = 25

// publicationScope ties cursors to the connection that they are of.
const publicationScope = "publications"

// publications returns a page of an account's publications; nil for an account that is not
// the viewer's.
func (r *Resolver) publications(ctx context.Context, of *model.User, first *int32, after *string, states []model.PublicationState) (*model.Connection[model.Publication], error) {
	if r.Publications == nil {
		return nil, errNotKept
	}
	q := publish.Query{Account: of.GraphID, Limit: usualPublications}
	if first != nil {
		q.Limit = int(*first)
	}
	if q.Limit < 0 || q.Limit > paging.MaxItems {
		return nil, problem.OutOfRange("first", q.Limit, 0, paging.MaxItems, "Page with cursors to read more.")
	}
	if after != nil {
		at, err := paging.DecodeCursor(*after, publicationScope)
		if err != nil {
			return nil, problem.Input("after", err.Error(), "Give a cursor of this very connection, unchanged.")
		}
		q.Before = at.ID
	}
	for _, s := range states {
		q.States = append(q.States, publication.State(s))
	}
	page, err := r.Publications.List(ctx, q)
	if page == nil || err != nil {
		return nil, err
	}
	c := &model.Connection[model.Publication]{
		Nodes: []*model.Publication{}, Edges: []*model.Edge[model.Publication]{},
		PageInfo: &model.PageInfo{HasNextPage: page.More, HasPreviousPage: after != nil},
	}
	for _, p := range page.Publications {
		shown := shownPublication(p)
		cursor := paging.Cursor{ID: p.ID}.Encode(publicationScope)
		c.Nodes = append(c.Nodes, shown)
		c.Edges = append(c.Edges, &model.Edge[model.Publication]{Cursor: cursor, Node: shown})
	}
	if n := len(c.Edges); n > 0 {
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &c.Edges[0].Cursor, &c.Edges[n-1].Cursor
	}
	return c, nil
}
