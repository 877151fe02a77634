package graph

import (
	"maps"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/size"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/viewer"
)

// prepared is what an operation comes to with its variables, for each viewer of a login
// type: its plan, and the program that carries it out.
type prepared struct {
	plan *plan.Plan
	// only is the plan's call, if the plan takes only one.
	only *plan.Only
	// program writes the answer; nil where only resolvers can, because of a reason.
	program *program.Program
	because string
	// estimated is the most that the operation may cost, and size about how many bytes the
	// answer may have.
	estimated, size int
}

// maxVariables is the most bytes of variables with which an operation is kept.
const maxVariables = 4 << 10

// prepare plans an operation, unless that has been done before for the same variables, or
// for other ids of the nodes that root fields look up. What depends on the time or on the
// viewer is not kept.
func (o operations) prepare(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext) *prepared {
	s, keep := o.shapeOf(v, mode, operation)
	keep = keep && operation.Operation.Operation == ast.Query
	if keep {
		if p, ok := o.reader.Prepared(operation.RawQuery, operation.Doc, s.key).(*prepared); ok {
			if p = p.with(s.ids); p != nil {
				o.keep(v, mode, operation, p)
				return p
			}
			s.ids = nil
		}
	}
	p := o.planned(v, mode, operation)
	if keep && !p.plan.Dated && !p.plan.FromCursors && (s.ids == nil || p.plan.Distinct()) {
		o.reader.Prepare(operation.RawQuery, operation.Doc, s.key, p, preparedSize(operation))
		o.keep(v, mode, operation, p)
	}
	return p
}

// planned plans an operation, whatever has been prepared before.
func (o operations) planned(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext) *prepared {
	p := &prepared{plan: plan.CompileFor(o.own(v), o.mapping, v.Dialect, operation), size: size.OfAnswer(operation), because: switchedOff}
	p.estimated = p.plan.Cost(mode)
	if operation.Operation.Operation != ast.Query {
		p.because = notQuery
	} else if o.compiler != nil {
		var why compiler.Reason
		p.only = p.plan.Only(mode)
		p.program, why = o.compiler.Compile(p.plan, p.only, operation)
		p.because = string(why)
	}
	return p
}

// own returns what is known of the account in whose name a viewer asks.
func (o operations) own(v viewer.Viewer) plan.Own {
	if chosen := v.Chosen(); chosen != "" {
		return plan.Own{ID: chosen, Chosen: true, Others: v.Others, Person: v.Person != ""}
	}
	return plan.Own{ID: o.loaders.Account(v.ID), Others: v.Others, Person: v.Person != ""}
}

// with returns what the operation comes to with other ids, by the variables that hold them;
// nil where a node would be looked up twice.
func (p *prepared) with(ids map[string][]string) *prepared {
	if len(ids) == 0 {
		return p
	}
	other := *p
	other.plan = p.plan.With(ids)
	if !other.plan.Distinct() {
		return nil
	}
	if p.only != nil && len(p.only.NodeIDs) > 0 {
		other.only = p.only.With(other.plan.Lookups())
	}
	if p.program != nil {
		with := *p.program
		with.IDs = other.only.NodeIDs
		other.program = &with
	}
	return &other
}

// preparedSize is about how many bytes a prepared operation takes.
func preparedSize(operation *graphql.OperationContext) int {
	return maxVariables + 32*len(operation.RawQuery) // as the document itself
}

// shape is what a prepared operation hangs on beside its document, and the ids of nodes for
// which it does not hang, by their variables.
type shape struct {
	key string
	ids map[string][]string
}

// othersMark is in the keys of what is kept for people who have connected other accounts.
const othersMark = '+'

// shapeOf returns the shape of an operation; false for one that is not kept.
func (o operations) shapeOf(v viewer.Viewer, mode dialect.LookupMode, operation *graphql.OperationContext) (s shape, keep bool) {
	b := append(make([]byte, 0, 128), byte(v.Dialect.Login), byte(mode))
	if v.Others {
		b = append(b, othersMark)
	}
	b = append(append(b, operation.Operation.Name...), 0)
	if chosen := v.Chosen(); chosen != "" {
		b, s.ids = append(b, plan.OwnAccount...), map[string][]string{plan.OwnAccount: {chosen}}
	}
	if len(operation.Variables) == 0 {
		s.key = string(b)
		return s, true
	}
	others := operation.Variables
	for _, p := range o.parameters(operation) {
		ids, types, ok := p.IDs(o.mapping, v.Dialect, operation.Variables[p.Variable])
		if !ok {
			continue
		}
		if len(others) == len(operation.Variables) {
			others = maps.Clone(others)
		}
		if s.ids == nil {
			s.ids = map[string][]string{}
		}
		s.ids[p.Variable] = ids
		delete(others, p.Variable)
		b = append(append(b, p.Variable...), ':')
		for len(types) > 0 {
			alike := slices.IndexFunc(types, func(t string) bool { return t != types[0] })
			if alike < 0 {
				alike = len(types)
			}
			b = append(strconv.AppendInt(append(b, types[0]...), int64(alike), 10), ' ')
			types = types[alike:]
		}
	}
	variables, err := json.Marshal(others, json.Deterministic(true))
	if err != nil || len(variables) > maxVariables {
		return shape{}, false
	}
	s.key = string(append(b, variables...))
	return s, true
}

// parameters returns the parameters of an operation, which are found once.
func (o operations) parameters(operation *graphql.OperationContext) []plan.Parameter {
	key := "parameters of " + operation.Operation.Name
	if known, ok := o.reader.Prepared(operation.RawQuery, operation.Doc, key).([]plan.Parameter); ok {
		return known
	}
	found := plan.Parameters(o.mapping, operation.Operation)
	o.reader.Prepare(operation.RawQuery, operation.Doc, key, found, 0)
	return found
}
