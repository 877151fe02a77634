package loader

import (
	"strings"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/transcode"
	"github.com/gramql/gramql/internal/transcode/program"
)

// Direct makes the plan's only call and returns the data that a program writes of the
// answer. Where that is not as planned, or something is refused, it returns nil, and
// whatever else the loader is asked for is answered from what came.
func (l *Loader) Direct(only *plan.Only, p *program.Program) []byte {
	for i, n := range only.Nodes {
		if l.Adapt(nameOf(only, i), n) != n { // which takes another call
			return nil
		}
	}
	done, err := l.Turn()
	if err != nil {
		return nil
	}
	run := func(bodies ...[]byte) *transcode.Written { return transcode.Run(p, bodies...) }
	written := answer.Direct(l.Reader, only.Call, func(i int, body []byte) bool { return l.whole(only, i, body) }, run)
	done()
	if written == nil {
		return nil
	}
	l.Read(written.Nodes)
	if written.Account != "" {
		l.shared.actors.cache().Add(l.viewer, written.Account)
	}
	return written.Data
}

// nameOf returns the name by which repairs know the call, as far as the call is about the
// node with an index.
func nameOf(only *plan.Only, i int) string {
	switch only.Form {
	case plan.FormMe:
		return only.Path
	case plan.FormAccount:
		return pagesFrom(1, "")
	case plan.FormAccounts:
		return pagesFrom(lookup.FacebookPagesPerCall, "")
	case plan.FormIDs:
		return strings.Join(only.IDs, ",")
	}
	return only.Asked(i)
}

// whole reports whether all can be read of an answer to the plan's only call, or to one of
// the calls of a batch.
func (l *Loader) whole(only *plan.Only, i int, body []byte) bool {
	n := only.Nodes[i]
	switch only.Form {
	case plan.FormAccount, plan.FormAccounts:
		return answer.Whole(l.models, func(m entity.Models, body []byte) (*entity.Page, error) {
			return m.DecodeAccounts(body, only.Account, n)
		}, body)
	case plan.FormIDs:
		return answer.Whole(l.models, func(m entity.Models, body []byte) (map[string]entity.Found, error) {
			return m.DecodeIDs(body, only.IDs, n)
		}, body)
	}
	return answer.Whole(l.models, nodes.One(only.Asked(i), n), body)
}
