package publish

import (
	"context"
	"net/url"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/viewer"
)

// Account is one that a token is of.
type Account struct {
	// ID is the Graph API's, the same with every login type.
	ID string
	// Alias is the id that only the token's app has for the account; mostly empty.
	Alias string
}

// accounts remembers which accounts viewers' tokens are of.
type accounts struct {
	graph graph
	now   func() time.Time
	known *lru.Cache[viewer.ID, known]
}

// known are the accounts of a viewer, as they were at a time.
type known struct {
	list []Account
	at   time.Time
}

const (
	// maxKnown is of how many viewers the accounts are remembered.
	maxKnown = 10_000
	// knownFor is for how long: then Pages may have come and gone.
	knownFor = time.Hour
)

func newAccounts(doer graphapi.Doer, now func() time.Time) *accounts {
	cache, _ := lru.New[viewer.ID, known](maxKnown) // fails only for no room at all
	return &accounts{graph{doer}, now, cache}
}

// errNoAccount is the error of a token without an account that could post.
var errNoAccount = problem.New(problem.NotFound, "the access token is of no Instagram account",
	"Connect a professional Instagram account to a Facebook Page of yours, or send another token.")

// errUnsupported is the error of a token that no post can be made with.
var errUnsupported = problem.New(problem.Unsupported, "posts cannot be published with Instagram Basic Display",
	"Use a token of Instagram Login or Facebook Login.")

// of returns the accounts of the context's viewer. Where the Graph API does not tell, because the
// token is dead or for now, the account that is connected comes with the error.
func (a *accounts) of(ctx context.Context) ([]Account, error) {
	v, ok := viewer.FromContext(ctx)
	switch {
	case !ok:
		return nil, graphapi.ErrNoToken
	case v.Dialect.Login == dialect.BasicDisplay:
		return nil, nil
	}
	if k, ok := a.known.Get(v.ID); ok && a.now().Sub(k.at) < knownFor {
		return k.list, nil
	}
	list, err := a.read(ctx, v, "")
	if err != nil && v.Account != "" {
		list = []Account{{ID: v.Account}}
	}
	return list, err
}

// allowed returns the accounts of the context's viewer, after the Graph API has been asked
// how much they may publish: the error is that of a dead token or of a missing permission.
// Where the Graph API cannot tell for now, that holds no one up.
func (a *accounts) allowed(ctx context.Context) ([]Account, error) {
	v, ok := viewer.FromContext(ctx)
	switch {
	case !ok:
		return nil, graphapi.ErrNoToken
	case v.Dialect.Login == dialect.BasicDisplay:
		return nil, errUnsupported
	}
	list, err := a.read(ctx, v, publishing)
	if err != nil && publication.Passing(err) {
		list, err = a.of(ctx)
	}
	if err == nil && len(list) == 0 {
		return nil, errNoAccount
	}
	return list, err
}

// node is an account as the Graph API shows it to a token of a login type.
type node struct {
	ID     id `json:"id"`
	UserID id `json:"user_id"` // Instagram Login only: there ID is the app's own
}

// read reads the accounts of a viewer, and of each what else is asked for.
func (a *accounts) read(ctx context.Context, v viewer.Viewer, more string) (list []Account, err error) {
	if more != "" {
		more = "," + more
	}
	var found []node
	if v.Dialect.MeIsPage {
		found, err = a.behindPages(ctx, v.Chosen(), more)
	} else {
		found = make([]node, 1)
		err = a.graph.read(ctx, graphapi.Call{Path: "/me", Node: "User", Fields: "id,user_id" + more}, &found[0])
	}
	if err != nil {
		return nil, err
	}
	for _, n := range found {
		switch {
		case n.UserID != "":
			list = append(list, Account{ID: string(n.UserID), Alias: string(n.ID)})
		case n.ID != "":
			list = append(list, Account{ID: string(n.ID)})
		}
	}
	a.known.Add(v.ID, known{list, a.now()})
	return list, nil
}

// behindPages reads the accounts of the first Pages of a person, the one first that was
// chosen, which need be of none of these.
func (a *accounts) behindPages(ctx context.Context, chosen, more string) (found []node, err error) {
	var pages struct {
		Data []struct {
			Account node `json:"instagram_business_account"`
		} `json:"data"`
	}
	err = a.graph.read(ctx, graphapi.Call{
		Path: "/me/accounts", Node: "Page",
		Fields: "instagram_business_account{id" + more + "}", Params: url.Values{"limit": {"25"}},
	}, &pages)
	for _, page := range pages.Data {
		found = append(found, page.Account)
	}
	if err != nil || chosen == "" {
		return found, err
	}
	if i := slices.IndexFunc(found, func(n node) bool { return string(n.ID) == chosen }); i >= 0 {
		found[0], found[i] = found[i], found[0]
		return found, nil
	}
	var own node
	err = a.graph.read(ctx, graphapi.Call{Path: "/" + chosen, Node: "User", Fields: "id" + more}, &own)
	return slices.Insert(found, 0, own), err
}

// choose returns the account that an id is of; the first for none.
func choose(list []Account, graphID string) (Account, error) {
	if graphID == "" {
		return list[0], nil
	}
	i := slices.IndexFunc(list, func(a Account) bool { return a.ID == graphID || a.Alias == graphID })
	if i < 0 {
		return Account{}, problem.ErrOtherAccount
	}
	return list[i], nil
}

// owns reports whether one of the accounts has an id.
func owns(list []Account, id string) bool {
	return slices.ContainsFunc(list, func(a Account) bool { return a.ID == id || a.Alias == id })
}
