package plan

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Only is the one call that a plan takes, and what is asked by the call.
type Only struct {
	graphapi.Call
	Form Form
	// Nodes are the nodes that the call asks for: those that are looked up, in the order of
	// the plan's Lookups, or else one that stands for the token's own account, or for each
	// of its accounts.
	Nodes []*expansion.Expansion
	// NodeIDs are the ids by which the nodes are asked for; none of the token's own accounts.
	NodeIDs []string
	// Account is the field of a Facebook Page that holds its account, for FormAccount and
	// FormAccounts.
	Account string
}

// Form is what the answer to a call is.
type Form uint8

// The forms.
const (
	// FormMe is the token's own account.
	FormMe Form = iota
	// FormAccount is a page of Facebook Pages, of which the first holds the token's own
	// account, and FormAccounts one of which each can hold an account.
	FormAccount
	FormAccounts
	// FormNode is a node that was looked up.
	FormNode
	// FormIDs is an object with nodes by their ids, and FormBatch a list of answers.
	FormIDs
	FormBatch
)

// Only returns the plan's call, if it is the only one that the plan takes as long as
// nothing is refused, and no page is followed by another; nil for a plan that takes more,
// or none.
func (p *Plan) Only(mode dialect.LookupMode) *Only {
	calls, lookups := p.Calls(mode), p.Lookups()
	if len(calls) != 1 || p.FacebookPages != nil || p.needsActor() || slices.ContainsFunc(p.order, (*Root).apart) {
		return nil
	}
	only := &Only{Call: calls[0]}
	switch {
	case len(lookups) > 0:
		if len(lookup.Unite(lookups)) < len(lookups) {
			return nil
		}
		only.Form = only.lookups(lookups)
	case p.Accounts == nil:
		only.Nodes = []*expansion.Expansion{p.Me}
		if p.Dialect.MeIsPage {
			only.Form, only.Account = FormAccount, p.Pages().Account
		}
	case p.Me == nil:
		only.Form, only.Nodes, only.Account = FormAccounts, []*expansion.Expansion{p.Accounts}, p.Pages().Account
	default:
		return nil
	}
	for _, n := range only.Nodes {
		if len(n.Expansions()) > 1 || !n.Complete() || only.Form == FormIDs && n != only.Nodes[0] {
			return nil
		}
	}
	return only
}

// Asked returns the id by which the node with an index is asked for; empty for the token's
// own account.
func (o *Only) Asked(i int) string {
	if len(o.NodeIDs) == 0 {
		return ""
	}
	return o.NodeIDs[i]
}

// lookups notes what is looked up, and returns what the answer is.
func (o *Only) lookups(all []lookup.Lookup) Form {
	for _, l := range all {
		o.Nodes, o.NodeIDs = append(o.Nodes, l.Node), append(o.NodeIDs, l.ID)
	}
	switch {
	case len(o.Batch) > 0:
		return FormBatch
	case len(o.IDs) > 0:
		return FormIDs
	}
	return FormNode
}

// apart reports whether a root field's nodes are found by more than their ids, or not all
// of the ids are valid.
func (r *Root) apart() bool {
	return r.Err != nil || r.Search != nil || r.Call != nil || r.Write != nil || r.Field.RootKind == mapping.RootQuotas ||
		slices.ContainsFunc(r.Lookups, func(l lookup.Lookup) bool { return l.Err != nil || len(l.Way) > 0 })
}
