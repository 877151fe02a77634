package localgraph

import (
	"context"
	"maps"

	"github.com/gramql/gramql/internal/localgraph/oauth"
	"github.com/gramql/gramql/internal/localgraph/token"
)

// DemoToken reads all of metricsaurus with Instagram Login.
const DemoToken = token.Demo

// DemoApp is the app that is always there.
var DemoApp = token.DemoApp

// Token is an access token of the demo world.
type Token = token.DemoToken

// DemoTokens returns the access tokens of the demo world, the most useful one
// first.
func DemoTokens() []Token { return token.DemoTokens() }

// apps returns the apps that are known. Of two secrets of the demo app, the one that
// is set comes first: callbacks are signed with it.
func (o Options) apps() token.Apps {
	if o.AppSecret == "" {
		return token.Apps{token.DemoApp}
	}
	set := token.App{ID: o.AppID, Secret: o.AppSecret}
	if set.ID == "" {
		set.ID = token.DemoApp.ID
	}
	return token.Apps{set, token.DemoApp}
}

// respond writes the answer to a request that can be read.
func (s *Server) respond(ctx context.Context, req *request, a *answer) (err error) {
	if !oauth.Serves(req.path) {
		a.body, err = s.read(ctx, req)
		return err
	}
	call := oauth.Request{
		Method: req.method, Path: req.path, Versioned: req.versioned,
		Query: req.query, Form: req.form, Params: req.params,
		Foreign: req.foreign, Token: req.token, Grant: req.grant,
	}
	req.login = call.Login()
	reply, err := s.login.Answer(ctx, call)
	if err != nil {
		return err
	}
	a.status, a.body = reply.Status, reply.Body
	maps.Copy(a.header, reply.Header)
	return nil
}
