package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/authorization"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/problem"
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
	sessions, err := sessionsOf(ctx, v)
	if err != nil {
		return nil, err
	}
	accounts = slices.DeleteFunc(accounts, func(a login.Connected) bool { return !shows(v, a) })
	shown := &model.Viewer{Accounts: make([]*model.ConnectedAccount, len(accounts)), Sessions: sessions}
	shown.APIKeys = keys
	for i, a := range accounts {
		shown.Accounts[i] = connectedAccount(a)
	}
	return shown, nil
}

// sessionsOf returns where a viewer is signed in: browsers and apps, the newest first. A
// credential in a program's hands does not tell.
func sessionsOf(ctx context.Context, v viewer.Viewer) ([]*model.Session, error) {
	all := []*model.Session{}
	if v.Session == "" {
		return all, nil
	}
	r := runningFrom(ctx)
	sessions, err := r.people.SessionsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	apps, err := r.apps.SignInsOf(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		all = append(all, &model.Session{ID: globalid.NewKept(sessionType, s.ID), CreatedAt: s.CreatedAt, LastSeenAt: s.SeenAt, UserAgent: s.UserAgent, Current: s.ID == v.Session})
	}
	for _, s := range apps {
		all = append(all, &model.Session{ID: globalid.NewKept(sessionType, s.ID), CreatedAt: s.CreatedAt, LastSeenAt: s.SeenAt, UserAgent: s.App})
	}
	slices.SortStableFunc(all, func(a, b *model.Session) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all, nil
}

// shows reports whether a viewer may see an account of the person: by a credential of a
// program only those that the credential is for.
func shows(v viewer.Viewer, a login.Connected) bool {
	return v.Limits == nil || v.Limits.Accounts == nil || slices.Contains(v.Limits.Accounts, a.Graph)
}

// disconnectAccount ends the access to an account of the person who is signed in.
func disconnectAccount(ctx context.Context, input model.DisconnectAccountInput) (*model.DisconnectAccountPayload, error) {
	v, err := sessionOnly(ctx)
	if err != nil {
		return nil, err
	}
	ended, err := runningFrom(ctx).people.Disconnect(ctx, v.Person, input.AccountID)
	if errors.Is(err, login.ErrNotConnected) {
		return nil, problem.New(problem.NotFound, "you have connected no such account", "Give an id of viewer { accounts }; it may have been disconnected before.")
	}
	if err != nil {
		return nil, err
	}
	for i, id := range ended {
		ended[i] = globalid.NewKept(connectedType, id)
	}
	return &model.DisconnectAccountPayload{DisconnectedAccountIds: ended}, nil
}

// revokeSession ends a session of the person who is signed in.
func revokeSession(ctx context.Context, input model.RevokeSessionInput) (*model.RevokeSessionPayload, error) {
	v, err := sessionOnly(ctx)
	if err != nil {
		return nil, err
	}
	r, id := runningFrom(ctx), keptName(sessionType, input.SessionID)
	if err = r.people.RevokeSession(ctx, v.Person, id); errors.Is(err, login.ErrNoSession) {
		err = r.apps.EndSignIn(ctx, v.Person, id)
	}
	if errors.Is(err, authorization.ErrNone) {
		return nil, problem.New(problem.NotFound, "you have no such session", "Give an id of viewer { sessions }; it may have ended before.")
	}
	if err != nil {
		return nil, err
	}
	return &model.RevokeSessionPayload{RevokedSessionID: globalid.NewKept(sessionType, id)}, nil
}

func connectedAccount(a login.Connected) *model.ConnectedAccount {
	shown := &model.ConnectedAccount{
		ID: globalid.NewKept(connectedType, a.ID), GraphID: a.Graph, Username: a.Username, Login: model.LoginType(strings.ToUpper(a.Login.String())),
		State: model.ConnectionState(a.State), Scopes: a.Scopes, ConnectedAt: a.ConnectedAt,
	}
	if !a.Expires.IsZero() {
		shown.ExpiresAt = &a.Expires
	}
	return shown
}
