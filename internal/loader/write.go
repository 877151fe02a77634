package loader

import (
	"errors"
	"sync"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Written is what came of a write, and reads what its payload asks for.
type Written struct {
	loader *Loader
	write  *plan.Write
	answer *graphapi.Answer
	// account is the id of the account that wrote, where the write's path names it.
	account string
	created func() (entity.Entity, error)
}

// Write makes the call of a mutation, and none that was made before. The error says how the
// write came out (graphapi.OutcomeOf).
func (l *Loader) Write(w *plan.Write) (*Written, error) {
	w, account, err := l.ready(w)
	if err != nil {
		return nil, notWritten(err)
	}
	items, err := l.writeItems(w, account)
	if err != nil {
		return nil, err
	}
	var wanted *expansion.Expansion
	fields := ""
	if w.ReadWithWrite() {
		wanted = l.Adapt("", w.Created)
		fields = wanted.String()
	}
	answered, err := l.Lookups.Write(w.Call(account, fields, items))
	if err != nil {
		l.disown(account, err)
		return nil, l.misnamed(w, ofFields(err, fields))
	}
	written := &Written{loader: l, write: w, answer: answered, account: account}
	if w.Created != nil && answered.ID() == "" {
		return nil, nothingCreated()
	}
	written.created = sync.OnceValues(func() (entity.Entity, error) { return written.readCreated(wanted) })
	return written, nil
}

// ready returns a write with all that its call says, and the account in the path of the call.
// It makes the calls that this takes, and none that writes.
func (l *Loader) ready(w *plan.Write) (*plan.Write, string, error) {
	if w.Unsure != nil {
		t, err := l.typeOf(w)
		if err != nil {
			return nil, "", err
		}
		w = w.Settled(t)
	}
	account, err := l.acting(w)
	if err != nil {
		return nil, "", err
	}
	if call, wanted := w.Before(); wanted {
		before, err := l.Before(call)
		if err != nil {
			return nil, "", notThere(w.Changes(), err)
		}
		w = w.Kept(before)
	}
	return w, account, nil
}

// acting returns the account in the path of a write's call; empty where the path needs none.
func (l *Loader) acting(w *plan.Write) (string, error) {
	switch {
	case w.Account != "":
		return w.Account, l.reaches(w)
	case !l.plan.Dialect.MeIsPage:
		return "me", nil
	case w.Field.Write.ByAccount():
		return l.Actor()
	}
	return "", nil
}

// notWritten returns the error of a write that did not come to be made.
func notWritten(err error) error {
	return &graphapi.WriteError{Err: err, Outcome: graphapi.OutcomeNotSent}
}

// nothingCreated returns the error of a write whose answer does not say what it created.
func nothingCreated() error {
	return &graphapi.WriteError{Err: graphapi.ErrNothing, Outcome: graphapi.OutcomeUnknown}
}

// ofFields returns the error of a write that was to return fields: where one of them is
// refused, no one knows whether the write came before.
func ofFields(err error, fields string) error {
	refusal, ok := errors.AsType[*graphapi.Error](err)
	if !ok || fields == "" {
		return err
	}
	if _, _, lacks := refusal.Lacks(); lacks {
		return &graphapi.WriteError{Err: err, Outcome: graphapi.OutcomeUnknown}
	}
	return err
}

// writeItems makes the containers that the write is to bring together, and returns their
// ids.
func (l *Loader) writeItems(w *plan.Write, account string) (ids []string, err error) {
	for _, call := range w.Items(account) {
		answered, err := l.Lookups.Write(call)
		if err != nil {
			return nil, err
		}
		id := answered.ID()
		if id == "" {
			return nil, nothingCreated()
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// readCreated returns the node that was created, with what is asked of it: what came with the
// answer to the write, or else what a look-up brings.
func (w *Written) readCreated(wanted *expansion.Expansion) (entity.Entity, error) {
	l, n, id := w.loader, w.write.Created, w.answer.ID()
	if n.IDOnly() {
		return l.known(id, n), nil
	}
	if wanted != nil && !w.answer.OnlyID() {
		if e, err := answer.Of(l.Reader, w.answer, nodes.One(id, wanted)); err == nil {
			l.followUps([]entity.Entity{e})
			return e, nil
		}
	}
	found, errs := l.LookUp(lookup.Lookup{ID: id, Node: n})
	return found[0], errs[0]
}

// known returns a node of which only the id is known, and nothing else is asked.
func (l *Loader) known(id string, n *expansion.Expansion) entity.Entity {
	e := l.models.New(n)
	e.EntityBase().GraphID = id
	return e
}

// Node returns the node that a field of the payload is; nil for one that the Graph API does
// not show.
func (w *Written) Node(field string) (entity.Entity, error) {
	result := w.write.Field.Write.Results[field]
	switch {
	case result.Behind != nil:
		created, err := w.created()
		if created == nil || err != nil {
			return nil, err
		}
		return w.loader.Reference(created, result.Behind.Names[0])
	case result.Created:
		return w.created()
	}
	return w.given(result)
}

// given returns a node that the input names.
func (w *Written) given(result *mapping.Result) (entity.Entity, error) {
	id := w.write.ID(result.Given)
	for _, n := range w.write.Given[result.Name] {
		if n.Type != id.Type {
			continue
		}
		if n.IDOnly() {
			return w.loader.known(id.GraphID, n), nil
		}
		found, errs := w.loader.LookUp(lookup.Lookup{ID: id.GraphID, Node: n})
		return found[0], errs[0]
	}
	return nil, nil
}

// Cursor returns the cursor of the created node in the connection that it is in first.
func (w *Written) Cursor(field string) string {
	result := w.write.Field.Write.Results[field]
	return paging.First(result.On.Edge, w.write.ID(result.Given).GraphID, w.answer.ID())
}

// Found returns what the account's field shows that a field of the payload reads; nil for
// nothing.
func (w *Written) Found(field string) (any, error) {
	result := w.write.Field.Write.Results[field]
	n := w.write.FromAccount
	found, errs := w.loader.LookUp(lookup.Lookup{ID: w.account, Node: n})
	if found[0] == nil || errs[0] != nil {
		return nil, errs[0]
	}
	for _, e := range n.Edges {
		if e.Edge != result.Finder.Edge {
			continue
		}
		page, err := w.loader.Page(found[0].EntityBase(), e)
		if err != nil || page == nil || len(page.Items) == 0 {
			return nil, err
		}
		return page.Items[0], nil
	}
	return nil, nil
}

// Value returns a value that a field of the payload is: a text, or true or false; nil for
// none.
func (w *Written) Value(field string) any {
	result := w.write.Field.Write.Results[field]
	if result.Member != "" {
		if text := w.answer.Text(result.Member); text != "" {
			return text
		}
		return nil
	}
	if id := w.write.ID(result.Given); id.GraphID != "" {
		return id.Global()
	}
	return w.write.Value(result.Given)
}
