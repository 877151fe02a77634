package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/viewer"
)

// person returns who is signed in, with what they have connected and where they are signed
// in; nil for a request by a Graph API token.
func person(ctx context.Context) (*model.Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	people := runningFrom(ctx).people
	if v.Person == "" || people == nil {
		return nil, nil
	}
	accounts, err := people.AccountsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	keys, err := keysOf(ctx, v, accounts)
	if err != nil {
		return nil, err
	}
	var sessions []login.Session // which a credential in a program's hands does not tell
	if v.Session != "" {
		if sessions, err = people.SessionsOf(ctx, v.Person); err != nil {
			return nil, err
		}
	}
	if v.Limits != nil {
		accounts = slices.DeleteFunc(accounts, func(a login.Connected) bool { return !slices.Contains(v.Limits.Accounts, a.Graph) })
	}
	shown := &model.Viewer{Accounts: make([]*model.ConnectedAccount, len(accounts)), Sessions: make([]*model.Session, len(sessions))}
	shown.APIKeys = keys
	for i, a := range accounts {
		shown.Accounts[i] = connectedAccount(a)
	}
	for i, s := range sessions {
		shown.Sessions[i] = &model.Session{ID: s.ID, CreatedAt: s.CreatedAt, LastSeenAt: s.SeenAt, UserAgent: s.UserAgent, Current: s.ID == v.Session}
	}
	return shown, nil
}

func connectedAccount(a login.Connected) *model.ConnectedAccount {
	shown := &model.ConnectedAccount{
		ID: a.ID, GraphID: a.Graph, Username: a.Username, Login: model.LoginType(strings.ToUpper(a.Login.String())),
		State: model.ConnectionState(a.State), Scopes: a.Scopes, ConnectedAt: a.ConnectedAt,
	}
	if !a.Expires.IsZero() {
		shown.ExpiresAt = &a.Expires
	}
	return shown
}
