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
	params := url.Values{}
	for _, p := range call.Params {
		params.Set(p.Name, p.Value)
	}
	done, err := l.turn()
	if err != nil {
		return nil, err
	}
	defer done()
	found, err := ask(l, graphapi.Call{Path: call.Path, Node: typeName, Params: params}, func(m entity.Models, body []byte) (any, error) {
		return m.DecodeValue(body, typeName)
	})
	if graphapi.KindOf(err) == graphapi.NotFound {
		return nil, nil
	}
	return found, err
}
