package loader

import (
	"cmp"
	"errors"
	"strings"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/problem"
)

// typeOf returns the type of a node whose id can be that of several types: the one as which
// the Graph API shows it.
func (l *Loader) typeOf(w *plan.Write) (*mapping.Type, error) {
	found, err := l.inInput(w, w.Unsure)
	if found == nil {
		return nil, cmp.Or(err, error(unknownID(w.Unsure)))
	}
	return found.EntityBase().Plan.Type, nil
}

// reaches checks that an account which was chosen is one of the token's. It asks the Graph API
// once for each account of a token.
func (l *Loader) reaches(w *plan.Write) error {
	chosen, this := l.shared.actors.chosen(), choice{l.viewer, w.Account}
	if chosen.Contains(this) {
		return nil
	}
	found, err := l.inInput(w, w.Field.Write.Input(mapping.AccountInput))
	if found == nil {
		return cmp.Or(err, error(problem.ErrOtherAccount))
	}
	chosen.Add(this, struct{}{})
	return nil
}

// misnamed returns why a write was refused: an id in the input names no node of the type that
// it should. Any other error is returned as it is. Only the refusal of a call whose path has an
// id of an unknown type takes a look-up.
func (l *Loader) misnamed(w *plan.Write, err error) error {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || graphapi.OutcomeOf(err) != graphapi.OutcomeRejected {
		return err
	}
	var in *mapping.Input
	switch id, _ := refusal.Unknown(); {
	case refusal.Kind() == graphapi.NotFound && refusal.Hint() == "":
		in = w.Naming(id)
	case refusal.OfFieldOrParameter():
		in = l.ofOtherType(w)
	}
	if in == nil {
		return err
	}
	return &graphapi.WriteError{Err: &misnamedError{unknownID(in), err}, Outcome: graphapi.OutcomeRejected}
}

// ofOtherType returns the field of the input whose id, in the path of the call, is of no node
// of the type that it should be; nil for none.
func (l *Loader) ofOtherType(w *plan.Write) *mapping.Input {
	for _, in := range w.Unproven() {
		if in.Argument == mapping.AccountInput {
			continue
		}
		if found, err := l.inInput(w, in); found == nil && err == nil {
			return in
		}
	}
	return nil
}

// inInput returns the node that a field of the input names, if it is of a type that the field can
// name; else nil.
func (l *Loader) inInput(w *plan.Write, in *mapping.Input) (entity.Entity, error) {
	found, errs := l.LookUp(w.Kinds(in)...)
	for _, e := range found {
		if e != nil {
			return e, nil
		}
	}
	return nil, errors.Join(errs...)
}

// notThere returns the problem of an id, where a look-up of what only the nodes have that a
// field of the input can name was refused; any other error as it is.
func notThere(in *mapping.Input, err error) error {
	switch graphapi.KindOf(err) {
	case graphapi.NotFound, graphapi.BadInput:
		return &misnamedError{unknownID(in), err}
	}
	return err
}

// unknownID returns the problem of an id that names no node which the token may see, of the
// types that a field of the input can name.
func unknownID(in *mapping.Input) *problem.Error {
	names := make([]string, len(in.Types))
	for i, t := range in.Types {
		names[i] = t.Name
	}
	wanted := cmp.Or(strings.Join(names, " or "), strings.TrimSuffix(in.Argument, "Id"))
	return problem.New(problem.NotFound, "input."+in.Argument+": the Graph API finds no "+wanted+" with this id, or not for this access token",
		"Give an id or a graphId that this API has answered to this access token.")
}

// misnamedError is the problem of an id that a write was refused for.
type misnamedError struct {
	problem.Problem
	refusal error
}

// Unwrap returns the refusal.
func (e *misnamedError) Unwrap() error { return e.refusal }
