package loader

import (
	"errors"
	"net/url"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// unknownHashtag is the subcode for a hashtag that there is not, or that is
// blocked.
//
// Source: Meta, Instagram Platform, Error Codes, 24/2207024.
const unknownHashtag = 2207024

// Search returns the node that a search finds; nil for none.
func (l *Loader) Search(s *plan.Search) (entity.Entity, error) {
	actor, err := l.actor()
	if err != nil {
		return nil, err
	}
	params := url.Values{}
	for _, p := range s.Params(actor) {
		params.Set(p.Name, p.Value)
	}
	done, err := l.turn()
	if err != nil {
		return nil, err
	}
	answer, err := l.Client.Do(l.ctx, graphapi.Call{Path: plan.HashtagSearch, Node: s.Node.Type.Name, Params: params})
	done()
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok && refusal.Subcode == unknownHashtag {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, _, _, err := l.Models.DecodePage(answer.Body, &plan.Node{Type: s.Node.Type})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if s.Node.IDOnly() {
		return found[0], nil
	}
	entities, errs := l.Load(plan.Lookup{ID: entity.IDOf(found[0]), Node: s.Node})
	return entities[0], errs[0]
}
