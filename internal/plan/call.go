package plan

import (
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/paging"
)

// AccountField is the field of a Facebook Page that holds its Instagram account.
//
// Source: Meta, Graph API reference, Page.
const AccountField = "instagram_business_account"

// FacebookPagesEdge leads from the person who has logged in to their Facebook Pages.
//
// Source: Meta, Graph API reference, User.
const FacebookPagesEdge = "accounts"

// When all of a token's Facebook Pages or accounts are read, one call asks for
// FacebookPagesPerCall of them, and no more than MaxFacebookPagesCalls are made.
const (
	FacebookPagesPerCall  = 25
	MaxFacebookPagesCalls = 10
)

// meCall returns the first call for the token's own account: the one of its first
// Facebook Page, where the account belongs to a Page.
func (p *Plan) meCall(n *Expansion) graphapi.Call {
	if p.Dialect.MeIsPage {
		return n.AccountsCall(1, "")
	}
	return n.MeCall()
}

// MeCall returns the call for the node that the token belongs to.
func (n *Expansion) MeCall() graphapi.Call { return n.call("/me") }

// FacebookPagesCall returns the call for up to limit of the token's Facebook Pages, from
// a position on.
func (n *Expansion) FacebookPagesCall(limit int, after paging.Position) graphapi.Call {
	call := n.call("/me/" + FacebookPagesEdge)
	call.Params = url.Values{"limit": {strconv.Itoa(limit)}}
	for _, p := range after.Params() {
		call.Params.Set(p.Name, p.Value)
	}
	return call
}

// AccountsCall returns the call for the Instagram accounts of up to limit of the token's
// Facebook Pages, from a position on.
func (n *Expansion) AccountsCall(limit int, after paging.Position) graphapi.Call {
	call := n.FacebookPagesCall(limit, after)
	call.Fields = AccountField + "{" + call.Fields + "}"
	call.Lifetime = min(call.Lifetime, n.Type.Fresh) // for which account a Page has
	return call
}

// IDsCall returns the call for the nodes with several Graph API ids, by ?ids=.
func (n *Expansion) IDsCall(ids []string) graphapi.Call {
	call := n.call("/")
	call.IDs = ids
	return call
}

// Call returns the call for the node of a look-up, or for the one edge of the node that
// the path of the call names.
func (l Lookup) Call() graphapi.Call { return l.Node.call(l.Node.Path(l.ID)) }

// Call returns the call that answers the group.
func (g Group) Call(mode dialect.LookupMode) graphapi.Call {
	if mode == dialect.IDs && len(g) > 1 {
		return g[0].Node.IDsCall(g.IDs())
	}
	calls := make([]graphapi.Call, len(g))
	for i, l := range g {
		calls[i] = l.Call()
	}
	return graphapi.Together(calls)
}

// Call returns the search by the account with that id.
func (s *Search) Call(actor string) graphapi.Call {
	return graphapi.Call{
		Path: s.Path, Node: s.Node.Type.Name, Params: url.Values{"user_id": {actor}, "q": {s.Name}},
		Lifetime: s.Node.Type.Fresh, Hashtag: s.Name,
	}
}

// CallFor returns the call of a root field for the nodes on the page that it answers:
// its Call, with a node's field expansion.
func (r *Root) CallFor(n *Expansion) graphapi.Call {
	call := *r.Call
	call.Fields, call.Lifetime = n.String(), n.lifetime()
	return call
}

// call returns the call for the node at a path.
func (n *Expansion) call(path string) graphapi.Call {
	return graphapi.Call{Path: path, Fields: n.String(), Node: n.Type.Name, Once: n.MovesCursor(), Lifetime: n.lifetime()}
}
