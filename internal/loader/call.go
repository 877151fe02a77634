package loader

import (
	"net/url"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
)

// Call makes the call of a root field and returns its whole answer as the model of
// a GraphQL type; nil for what the Graph API does not show.
func (l *Loader) Call(call *plan.Call, typeName string) (any, error) {
	done, err := l.turn()
	if err != nil {
		return nil, err
	}
	defer done()
	found, err := ask(l, graphapi.Call{Path: call.Path, Node: typeName, Params: paramsOf(call)}, func(m entity.Models, body []byte) (any, error) {
		return m.DecodeValue(body, typeName)
	})
	if graphapi.KindOf(err) == graphapi.NotFound {
		return nil, nil
	}
	return found, err
}

// List makes the call of a root field and returns the nodes on the page that it answers;
// none where the Graph API shows none.
func (l *Loader) List(root *plan.Root) ([]entity.Entity, error) {
	found, err := nodesOf(do(l, root.Node, func(n *plan.Node) (*entity.Page, error) {
		call := graphapi.Call{Path: root.Call.Path, Fields: n.String(), Node: n.Type.Name, Params: paramsOf(root.Call)}
		return ask(l, call, func(m entity.Models, body []byte) (*entity.Page, error) { return m.DecodePage(body, n) })
	}))
	l.followUps(found)
	if graphapi.KindOf(err) == graphapi.NotFound {
		return nil, nil
	}
	return found, err
}

func paramsOf(call *plan.Call) url.Values {
	params := url.Values{}
	for _, p := range call.Params {
		params.Set(p.Name, p.Value)
	}
	return params
}
