package loader

import (
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/transcode"
)

// Direct makes the plan's only call and returns the data that a program writes of the
// answer. Where that is not as planned, or something is refused, it returns nil, and
// whatever else the loader is asked for is answered from what came.
func (l *Loader) Direct(p *transcode.Program) []byte {
	n := l.plan.Me
	if l.Adapt("/me", n) != n { // which takes another call than the program is for
		return nil
	}
	done, err := l.Turn()
	if err != nil {
		return nil
	}
	defer done()
	whole := func(body []byte) bool { return answer.Whole(l.models, nodes.One(n), body) }
	written := answer.Direct(l.Reader, lookup.MeCall(n), whole, p.Run)
	if written == nil {
		return nil
	}
	l.Read(written.Nodes)
	l.shared.actors.cache().Add(l.viewer, written.Account)
	return written.Data
}
