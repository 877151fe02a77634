package graph

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
	"github.com/gramql/gramql/internal/viewer"
)

// The errors of a mutation that only people may ask for.
var (
	errSession = problem.New(problem.Forbidden, "only people who are signed in may do this",
		"Sign in at /login, and ask with the session's cookie: not with an access token or an API key.")
	errNobody = problem.New(problem.Unauthenticated, "nobody is signed in", "Sign in at /login, and ask with the session's cookie.")
)

// sessionOnly returns who asks, in a session; an error for any other credential.
func sessionOnly(ctx context.Context) (viewer.Viewer, error) {
	v, ok := viewer.FromContext(ctx)
	switch {
	case !ok:
		return v, cmp.Or(viewer.WhyNobody(ctx), error(errNobody))
	case v.Session == "":
		return v, errSession
	}
	return v, nil
}

// createAPIKey makes an API key of the person who is signed in.
func createAPIKey(ctx context.Context, input model.CreateAPIKeyInput) (*model.CreateAPIKeyPayload, error) {
	v, err := sessionOnly(ctx)
	if err != nil {
		return nil, err
	}
	r := runningFrom(ctx)
	accounts, wrong, err := r.people.Bind(ctx, v.Person, input.Accounts.Value())
	switch {
	case errors.Is(err, login.ErrNotConnected):
		return nil, problem.Input("input.accounts", strconv.Quote(wrong)+" is no account that you have connected", "Give ids of viewer { accounts }, or leave them out for all.")
	case errors.Is(err, login.ErrShared):
		return nil, problem.Input("input.accounts", "access to "+wrong+" comes with that to others of the same Facebook login", "Name those too, or connect the account with login=instagram.")
	case err != nil:
		return nil, err
	case accounts == nil:
		return nil, problem.Input("input.accounts", "there is no account to ask for", "Connect one at /login.")
	}
	rate := input.RatePerMinute.Value()
	if rate != nil && *rate < 1 {
		*rate = -1 // which is no rate, as 0 would be
	}
	terms := credential.Terms{
		Name: valueOf(input.Name.Value()), Accounts: accounts, Scopes: input.Scopes.Value(), Origins: input.Origins.Value(),
		Documents: input.Documents.Value(), RatePerMinute: int(valueOf(rate)),
	}
	key, secret, err := r.keys.Create(ctx, v.Person, credential.Kind(input.Kind), terms, valueOf(input.ExpiresAt.Value()))
	if err != nil {
		return nil, err
	}
	connected, err := r.people.AccountsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	return &model.CreateAPIKeyPayload{Secret: secret, APIKey: shownKey(key, connected)}, nil
}

// revokeAPIKey ends an API key of the person who is signed in.
func revokeAPIKey(ctx context.Context, input model.RevokeAPIKeyInput) (*model.RevokeAPIKeyPayload, error) {
	v, err := sessionOnly(ctx)
	if err != nil {
		return nil, err
	}
	id := keptName(keyType, input.APIKeyID)
	err = runningFrom(ctx).keys.Revoke(ctx, v.Person, id)
	if errors.Is(err, credential.ErrNone) {
		return nil, problem.New(problem.NotFound, "you have no such API key", "Give an id of viewer { apiKeys }; it may have been revoked before.")
	}
	if err != nil {
		return nil, err
	}
	return &model.RevokeAPIKeyPayload{RevokedAPIKeyID: globalid.NewKept(keyType, id)}, nil
}

// keysOf returns the API keys that a viewer may see: in a session all of the person's, and by
// a key itself.
func keysOf(ctx context.Context, v viewer.Viewer, connected []login.Connected) ([]*model.APIKey, error) {
	shown := []*model.APIKey{}
	if v.Session == "" && v.Credential == "" {
		return shown, nil
	}
	keys, err := runningFrom(ctx).keys.Of(ctx, v.Person)
	for _, k := range keys {
		if v.Session != "" || k.ID == v.Credential {
			shown = append(shown, shownKey(k, connected))
		}
	}
	return shown, err
}

// shownKey returns an API key as people see it, with those of the accounts that it is for.
func shownKey(k credential.Key, connected []login.Connected) *model.APIKey {
	shown := &model.APIKey{
		ID: globalid.NewKept(keyType, k.ID), Kind: model.APIKeyKind(k.Kind), Prefix: k.Prefix(), Accounts: []*model.ConnectedAccount{},
		Scopes: k.Scopes, Origins: k.Origins, Documents: k.Documents,
		CreatedAt: k.CreatedAt, LastUsedAt: orNil(k.UsedAt), ExpiresAt: orNil(k.Expires),
	}
	if k.Name != "" {
		shown.Name = &k.Name
	}
	if rate := int32(k.RatePerMinute); rate > 0 { //nolint:gosec // it is bounded when the key is made
		shown.RatePerMinute = &rate
	}
	for _, a := range connected {
		if slices.Contains(k.Accounts, a.Graph) {
			shown.Accounts = append(shown.Accounts, connectedAccount(a))
		}
	}
	return shown
}

// valueOf returns what a pointer points to; the zero value of none.
func valueOf[T string | int32 | time.Time](pointer *T) (value T) {
	if pointer != nil {
		value = *pointer
	}
	return value
}
