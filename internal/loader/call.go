package loader

import (
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// CallPath makes the call of a root field and returns the whole answer as the model of the
// type that the call asks for; nil where the Graph API shows nothing.
func (l *Loader) CallPath(call *graphapi.Call) (any, error) {
	done, err := l.Turn()
	if err != nil {
		return nil, err
	}
	defer done()
	found, err := answer.To(l.Reader, *call, func(m entity.Models, body []byte) (any, error) {
		return m.DecodeValue(body, call.Node)
	})
	if graphapi.KindOf(err) == graphapi.NotFound {
		return nil, nil
	}
	return found, err
}

// List makes the call of a root field and returns the nodes on the page that it answers;
// none where the Graph API shows none.
func (l *Loader) List(root *plan.Root) ([]entity.Entity, error) {
	found, err := answer.Nodes(nodes.Do(l.Lookups, root.Call.Path+"?"+root.Call.Params.Encode(), root.Node, func(n *expansion.Expansion) (*entity.Page, error) {
		return answer.To(l.Reader, root.CallFor(n), func(m entity.Models, body []byte) (*entity.Page, error) { return m.DecodePage(body, n) })
	}))
	l.followUps(found)
	if graphapi.KindOf(err) == graphapi.NotFound {
		return nil, nil
	}
	return found, err
}
