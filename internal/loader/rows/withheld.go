package rows

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
	"github.com/gramql/gramql/internal/problem"
)

// What the Graph API withholds from nodes on pages, it shows where they are looked up by
// their own ids: a number of likes that their owner hides. Nodes of one id have the same
// value wherever they are in an answer, so those that lack one are looked up for it.

// errWithheld is the error of a value that the Graph API withholds from a page, and for
// which no call was left.
var errWithheld = problem.New(problem.Unsupported, "the Graph API leaves this out of lists, because the owner hides it, and more media hide it than one operation looks up by themselves",
	"Select it of fewer media at once, or look the media up by their ids.")

// ReadWithheld gives the nodes that came with others the values that the Graph API withheld
// from them, or an error where that could not be found out.
func (r *Rows) ReadWithheld(found []entity.Entity) {
	var rows []entity.Entity
	var lookups lookup.Group
	for _, e := range found {
		if e == nil {
			continue
		}
		for _, row := range r.models.Withheld(e) {
			if wanted := r.withheld(row); !wanted.Empty() {
				rows = append(rows, row)
				lookups = append(lookups, lookup.Lookup{ID: row.EntityBase().GraphID, Node: wanted, Known: true})
			}
		}
	}
	if len(rows) == 0 {
		return
	}
	mode := r.Mode()
	if r.Batches() {
		mode = dialect.Batch
	}
	read := r.Nodes()
	results := r.source.LookUpBy(func(g lookup.Group, found nodes.Results) { r.answerApart(mode, g, found) }, lookups)
	r.Read(read - r.Nodes()) // of two answers about a node, one is counted
	for i, row := range rows {
		r.show(row, lookups[i].Node, results[i])
	}
}

// withheld returns what is asked of a node's own look-up: of the fields that can be withheld,
// those that did not come, were not read out of form, and were not asked for before.
func (r *Rows) withheld(row entity.Entity) *expansion.Expansion {
	n := row.EntityBase().Plan
	return n.Keep(func(name string) bool {
		_, asked := r.asked.Load(shown{row, name})
		return n.MayBeWithheld(name) && !asked && !r.models.Has(row, name) && r.Fault(row, name) == nil
	})
}

// shown is a field of a node on a page that the node was looked up for.
type shown struct {
	row  entity.Entity
	name string
}

// show gives a node what its own look-up found of some fields, or their errors.
func (r *Rows) show(row entity.Entity, wanted *expansion.Expansion, result nodes.Result) {
	base := row.EntityBase()
	for _, name := range wanted.Names {
		r.asked.Store(shown{row, name}, true)
		err := result.Err
		switch {
		case errors.Is(err, repair.ErrSpent):
			err = errWithheld
		case graphapi.KindOf(err) == graphapi.NotFound: // no look-up by the id could show another value
			continue
		case err == nil && result.Entity != nil:
			err = result.Entity.EntityBase().Plan.Refused[name]
		}
		if err != nil {
			part := slices.DeleteFunc(base.Plan.Parts(), func(p expansion.Part) bool { return p.Of != base.Plan || p.Key != name })
			without := base.Plan.Without(part, err, false)
			without.Lost = base.Plan.Lost // each node was asked for itself
			base.Plan = without
			r.MarkRefused()
			continue
		}
		if result.Entity == nil {
			continue
		}
		r.models.Fill(row, result.Entity, name)
		if fault := r.Fault(result.Entity, name); fault != nil {
			r.Miss(row, name, fault)
		}
	}
}
