package localgraph

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
)

// maxIDs is the most nodes that one ?ids= may name.
const maxIDs = 50

// read returns the body of the answer to a request.
func (s *Server) read(ctx context.Context, req *request) ([]byte, error) {
	segments := split(req.path)
	switch {
	case req.isBatch():
		return s.batch(ctx, req)
	case req.method != http.MethodGet:
		return s.write(ctx, req, segments)
	case len(segments) > 2:
		return nil, apierror.UnknownPath("/" + strings.Join(segments[2:], "/"))
	case req.params.Has("ids") && (len(segments) == 0 || len(segments) == 1 && catalog.HasEdge(segments[0], req.viewer.Login)):
		return s.readIDs(ctx, req, strings.Join(segments, ""))
	case len(segments) == 0:
		return nil, apierror.UnsupportedMethod("get", req.login)
	}
	if req.path == oembedPath {
		return s.embed(ctx, req)
	}
	if segments[0] == hashtagSearch && len(segments) == 1 && req.viewer.Login == catalog.Facebook {
		return s.searchHashtag(ctx, req)
	}
	if segments[0] == audioSearch && len(segments) == 1 && req.viewer.Login == catalog.Facebook {
		return s.searchAudio(ctx, req)
	}
	call, err := s.call(req)
	if err != nil {
		return nil, err
	}
	nodes, err := s.find(ctx, req, call, segments[:1])
	if err != nil {
		return nil, err
	}
	edge := strings.Join(segments[1:], "")
	if edge != "" && nodes[0].Type.Edge(edge, req.viewer.Login) == nil {
		return nil, apierror.UnknownPath("/" + edge)
	}
	a, err := s.expand(ctx, call, edge, nodes)
	if err != nil {
		return nil, err
	}
	return appendPart(nil, a, edge, 0), nil
}

// readIDs answers ?ids=: an object with each id and its node, or its page of an
// edge. Basic Display, which ended before Meta withdrew it, always has it.
func (s *Server) readIDs(ctx context.Context, req *request, edge string) ([]byte, error) {
	if !s.options.Legacy && req.viewer.Login != catalog.BasicDisplay {
		return nil, apierror.IDsRetired()
	}
	ids := distinct(strings.Split(req.params.Get("ids"), ","))
	if len(ids) > maxIDs {
		return nil, apierror.TooManyIDs(maxIDs, len(ids))
	}
	call, err := s.call(req)
	if err != nil {
		return nil, err
	}
	nodes, err := s.find(ctx, req, call, ids)
	if err != nil {
		return nil, err
	}
	a, err := s.expand(ctx, call, edge, nodes)
	if err != nil {
		return nil, err
	}
	text := []byte{'{'}
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(strconv.AppendQuote(text, id), ':')
		text = appendPart(text, a, edge, i)
	}
	return append(text, '}'), nil
}

func distinct(ids []string) []string {
	seen := map[string]bool{}
	var kept []string
	for _, id := range ids {
		if id = strings.TrimSpace(id); !seen[id] {
			seen[id] = true
			kept = append(kept, id)
		}
	}
	return kept
}

// expand reads nodes or, where an edge is named, that edge of them.
func (s *Server) expand(ctx context.Context, call *expand.Call, edge string, nodes []expand.Node) (*expand.Answer, error) {
	if edge == "" {
		return s.graph.Nodes(ctx, call, nodes)
	}
	for _, node := range nodes {
		if node.Type.Edge(edge, call.Viewer.Login) == nil {
			return nil, apierror.NonexistingField(edge, node.Type.Name)
		}
	}
	return s.graph.Edge(ctx, call, edge, nodes)
}

func appendPart(text []byte, a *expand.Answer, edge string, i int) []byte {
	if edge == "" {
		return a.AppendNode(text, i)
	}
	return a.AppendEdge(text, i)
}

// linksLive is how long links to media files work at least. They expire at the
// end of a day, and so are the same all day: caches can keep the files.
const linksLive = 4 * 24 * time.Hour

// call turns a request into a call of package expand.
func (s *Server) call(req *request) (*expand.Call, error) {
	call := s.callWithoutFields(req)
	list, err := fields.Parse(req.params.Get("fields"))
	if err != nil {
		return nil, apierror.Syntax(err)
	}
	call.Fields = list
	return call, nil
}

// callWithoutFields does the same, whatever the request means by fields.
func (s *Server) callWithoutFields(req *request) *expand.Call {
	now := s.options.Now()
	return &expand.Call{
		Viewer: req.viewer, Aliases: s.options.Legacy, Param: req.params.Get, Now: now,
		Link:  expand.Link{Base: req.base, Version: req.version, Token: req.token, Expires: now.Truncate(24 * time.Hour).Add(24*time.Hour + linksLive)},
		Quirk: s.quirks(req),
	}
}

// find returns the nodes that a path or ?ids= names. A node that the token may not
// read fails the call as one that does not exist.
func (s *Server) find(ctx context.Context, req *request, call *expand.Call, names []string) ([]expand.Node, error) {
	nodes := make([]expand.Node, len(names))
	var ids []int64
	for i, name := range names {
		if name == "me" {
			nodes[i] = req.grant.MeNode()
			continue
		}
		if name == "" || strings.Trim(name, "0123456789") != "" {
			return nil, apierror.UnknownAlias(name, req.login)
		}
		id, err := strconv.ParseInt(name, 10, 64)
		if err != nil {
			return nil, apierror.UnknownObject(strings.ToLower(req.method), name, req.login)
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nodes, nil
	}
	found, err := s.graph.Locate(ctx, call, ids)
	if err == nil && len(found) < len(ids) && req.viewer.Person != 0 {
		found, err = s.actAs(ctx, req, call, ids)
	}
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		if name == "me" {
			continue
		}
		node, ok := found[ids[0]]
		if !ok {
			return nil, apierror.UnknownObject(strings.ToLower(req.method), name, req.login)
		}
		nodes[i], ids = node, ids[1:]
	}
	return nodes, nil
}

// actAs makes a person's call one of another of their accounts, behind a Page of their own,
// where the call names that account or a node of it, and returns the nodes of the call.
func (s *Server) actAs(ctx context.Context, req *request, call *expand.Call, ids []int64) (map[int64]expand.Node, error) {
	list, _ := json.Marshal(ids) // numbers are always JSON
	err := s.db.Query(ctx, "SELECT p.account_id FROM page AS p JOIN node AS n ON p.account_id IN (n.id, n.owner) WHERE n.id IN (SELECT value FROM json_each(:ids)) AND p.person_id = :person AND p.account_id <> :me", func(rows *sql.Rows) error {
		return rows.Scan(&call.Viewer.Account)
	}, sql.Named("ids", string(list)), sql.Named("person", req.viewer.Person), sql.Named("me", req.viewer.Account))
	if err != nil {
		return nil, err
	}
	req.viewer = call.Viewer
	return s.graph.Locate(ctx, call, ids)
}
