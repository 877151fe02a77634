package app

import (
	"context"
	"errors"
	"io/fs"
	"net/url"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/transport"
	"github.com/gramql/gramql/internal/viewer"
)

// openUpstream finds the Graph API server to call: another server, or the local
// graph, which it starts.
func (a *App) openUpstream(ctx context.Context) (err error) {
	s := a.settings
	if !s.LocalGraph() {
		a.upstream = s.Graph
		return nil
	}
	listener := a.addresses.localGraph
	if a.upstream, err = url.Parse(listener.URL()); err != nil {
		return err
	}
	a.localGraph, err = localgraph.Open(ctx, localgraph.Options{
		Dir:       s.Data,
		BaseURL:   listener.URL(),
		Legacy:    s.LocalLegacy,
		Version:   s.GraphVersion,
		AppSecret: s.AppSecret.Reveal(),
		Proof:     s.LocalProof,
		Log:       a.log,
	})
	if folder, ok := errors.AsType[*fs.PathError](err); ok {
		return &config.Error{Source: "-data", Reason: folder.Error()}
	}
	if err != nil {
		return err
	}
	listener.Handle(a.localGraph)
	return nil
}

// newClient returns the upstream's client.
func (a *App) newClient() *graphapi.Client {
	s := a.settings
	return graphapi.New(graphapi.Options{
		Base:    a.upstream,
		Version: s.GraphVersion,
		Log:     a.log,
		Transport: transport.New(transport.Chain{
			Base:      a.upstream,
			AppSecret: s.AppSecret.Reveal(),
			Log:       a.log,

			Hasher:  a.hasher,
			Answers: a.answers,
			Quotas:  a.quotas,

			Retries:      s.Retries,
			RetryBudget:  float64(s.RetryBudget) / 100,
			BreakerOpens: s.BreakerOpens,

			Watch:          a.called,
			Retried:        a.telemetry.Retried,
			Throttled:      a.telemetry.Throttled,
			BreakerChanged: a.telemetry.BreakerChanged,

			ViewerBreakerChanged: a.telemetry.ViewerBreakerChanged,
		}),
	})
}

// called takes in an upstream call that is over, or that the cache answered: the
// gate learns which tokens work.
func (a *App) called(ctx context.Context, result transport.CallResult) {
	a.telemetry.Called(ctx, result)
	v, _ := viewer.FromContext(ctx)
	switch {
	case graphapi.KindOf(result.Err) == graphapi.Unauthenticated:
		a.gate.Doubt(v.Token)
	case result.Err == nil && result.Made():
		a.gate.Vouch(v.Token)
	}
}
