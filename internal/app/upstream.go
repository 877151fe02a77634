package app

import (
	"context"
	"time"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/viewer"
)

// openUpstream finds the Graph API server to call: another server, or the local
// graph, which it starts.
func (a *App) openUpstream(ctx context.Context) error {
	if !a.settings.LocalGraph() {
		a.upstream, a.now = a.settings.Graph, time.Now
		return nil
	}
	return a.openLocalGraph(ctx)
}

// newClient returns the upstream's client.
func (a *App) newClient() *graphapi.Client {
	s := a.settings
	a.chain = transport.New(transport.Chain{
		Base:      a.upstream,
		Version:   s.GraphVersion,
		AppSecret: s.AppSecret.Reveal(),
		Log:       a.log,

		Hasher:  a.hasher,
		Answers: a.answers,
		Quotas:  a.quotas,
		Now:     a.now,

		Retries:      s.Retries,
		RetryBudget:  float64(s.RetryBudget) / 100,
		BreakerOpens: s.BreakerOpens,

		Instead:        a.instead,
		Watch:          a.called,
		Retried:        a.telemetry.Retried,
		Throttled:      a.telemetry.Throttled,
		Expired:        a.telemetry.Expired,
		Written:        a.written,
		BreakerChanged: a.telemetry.BreakerChanged,

		ViewerBreakerChanged: a.telemetry.ViewerBreakerChanged,
	})
	return graphapi.New(a.chain)
}

// called takes in an upstream call that is over, or that the cache answered: the
// gate learns which tokens work.
func (a *App) called(ctx context.Context, result transport.CallResult) {
	a.telemetry.Called(ctx, result)
	v, _ := viewer.FromContext(ctx)
	switch {
	case graphapi.KindOf(result.Err) == graphapi.Unauthenticated:
		a.gate.Doubt(v.ID)
	case result.Err == nil && result.Made():
		a.gate.Vouch(v.ID)
	}
}
