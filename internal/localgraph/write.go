package localgraph

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/localgraph/param"
	"github.com/gramql/gramql/internal/localgraph/write"
)

// success is the answer to a write that makes nothing.
const success = `{"success":true}`

// write answers a POST or DELETE of a node or of an edge of a node.
func (s *Server) write(ctx context.Context, req *request, segments []string) ([]byte, error) {
	method := strings.ToLower(req.method)
	if len(segments) == 0 || len(segments) > 2 || req.method != http.MethodPost && req.method != http.MethodDelete {
		return nil, apierror.UnsupportedMethod(method, req.login)
	}
	nodes, err := s.find(ctx, req, s.callWithoutFields(req), segments[:1])
	if err != nil {
		return nil, err
	}
	node, edge := nodes[0], strings.Join(segments[1:], "")
	found := write.Find(req.method, node.Type.Kind, edge, req.viewer.Login)
	if found == nil {
		if edge == "" || write.HasEdge(node.Type.Kind, edge, req.viewer.Login) || node.Type.Edge(edge, req.viewer.Login) != nil {
			return nil, apierror.UnsupportedMethod(method, req.login)
		}
		return nil, apierror.UnknownPath("/" + edge)
	}
	call := s.callWithoutFields(req)
	if found.Makes != "" { // only there fields are those of an answer
		if call, err = s.call(req); err != nil {
			return nil, err
		}
		if err := expand.Check(call, catalog.TypeOf(found.Makes, req.viewer.Login)); err != nil {
			return nil, err
		}
	}
	done, err := s.writer.Do(ctx, found, &write.Call{
		Viewer: req.viewer, Node: node, Params: param.Values{Values: req.params}, Now: call.Now, Spoil: s.spoiledContainer(req),
	})
	if err != nil {
		return nil, err
	}
	return s.outcome(ctx, call, found, node, done)
}

// outcome answers a write of a node that is done: the new node with the fields that were
// asked for or, if it made none, that it is done.
func (s *Server) outcome(ctx context.Context, call *expand.Call, was *write.Write, node expand.Node, done write.Result) ([]byte, error) {
	switch {
	case done.Body != nil:
		return done.Body, nil
	case was.Deletes:
		return []byte(`{"success":true,"deleted_id":"` + strconv.FormatInt(node.ID, 10) + `"}`), nil
	case was.Makes == "":
		return []byte(success), nil
	case done.Upload && len(call.Fields) == 0:
		address := call.Link.Base + uploadPath + call.Link.Version + "/" + strconv.FormatInt(done.Made, 10)
		return []byte(`{"id":"` + strconv.FormatInt(done.Made, 10) + `","uri":"` + address + `"}`), nil
	case len(call.Fields) == 0:
		return []byte(`{"id":"` + strconv.FormatInt(done.Made, 10) + `"}`), nil
	}
	a, err := s.graph.Nodes(ctx, call, []expand.Node{{ID: done.Made, Type: catalog.TypeOf(was.Makes, call.Viewer.Login)}})
	if err != nil {
		return nil, err
	}
	return a.AppendNode(nil, 0), nil
}

// spoiledContainer returns how faults let the container of a request fail.
func (s *Server) spoiledContainer(req *request) func() (failure string, stuck bool) {
	return func() (string, bool) {
		if failing, ok := s.faults.Take(req.call().StruckBy, fault.ContainerError); ok {
			return failing.Body, false
		}
		_, stuck := s.faults.Take(req.call().StruckBy, fault.ContainerStuck)
		return "", stuck
	}
}
