package app

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/control"
)

// openLocalGraph starts the local graph. The whole program goes by its clock, which
// tests can set ahead through the control API.
func (a *App) openLocalGraph(ctx context.Context) (err error) {
	s, listener := a.settings, a.addresses.localGraph
	if a.upstream, err = url.Parse(listener.URL()); err != nil {
		return err
	}
	graphClock, err := clock.Open(s.Data)
	if err != nil {
		return dataError(err)
	}
	a.now = graphClock.Now
	a.localGraph, err = localgraph.Open(ctx, localgraph.Options{
		Dir:        s.Data,
		BaseURL:    listener.URL(),
		Legacy:     s.LocalLegacy,
		Version:    s.GraphVersion,
		AppID:      s.AppID,
		PublicURL:  a.publicURL(),
		AppSecret:  s.AppSecret.Reveal(),
		Proof:      s.LocalProof,
		KeepCalls:  s.LocalControl,
		MediaHosts: strings.Split(s.LocalHosts, ","),
		Log:        a.log,
		Now:        a.now,
	})
	if err != nil {
		return dataError(err)
	}
	if ahead := graphClock.Ahead(); ahead > 0 {
		a.log.Warn("the local graph's clock is ahead, and this program goes by it; gramql reset sets it right", "ahead", ahead)
	}
	if !s.LocalControl {
		listener.Handle(a.localGraph)
		return nil
	}
	listener.Handle(control.API{Graph: a.localGraph, Clock: graphClock, Caller: a, Log: a.log}.Handler())
	return nil
}

// withDemoApp returns the settings with the local graph's own app, where it is the
// upstream and no other app is set.
func withDemoApp(s config.Settings) config.Settings {
	if s.LocalGraph() && s.AppSecret == "" {
		s.AppID, s.AppSecret = cmp.Or(s.AppID, localgraph.DemoApp.ID), config.Secret(localgraph.DemoApp.Secret)
	}
	return s
}

var _ control.Caller = (*App)(nil)

// FaultsEnded has the program forget the trouble that the local graph gave: which calls
// failed or were refused, what was answered meanwhile, and which quotas are spent. What
// connected accounts were answered before was right: it is kept for when there is nothing else.
func (a *App) FaultsEnded(began time.Time) {
	a.quotas.Relieve()
	a.forgetRefusals()
	if a.answers != nil {
		a.answers.ForgetSince(began)
	}
}

// GraphReset has the program forget all that it knows of the local graph, and what it was to
// publish there. People stay signed in, and sign in to their accounts again.
func (a *App) GraphReset(ctx context.Context) error {
	a.quotas.Forget()
	a.forgetCalls()
	accounts, err := a.localGraph.Accounts(ctx)
	if err != nil {
		return err
	}
	return a.database.ForgetPublications(ctx, accounts)
}

// forgetRefusals forgets which calls failed, and which were refused.
func (a *App) forgetRefusals() {
	a.chain.Forget()
	a.loaders.Forget()
}

// forgetCalls forgets what calls came to.
func (a *App) forgetCalls() {
	a.forgetRefusals()
	if a.answers != nil {
		a.answers.Forget()
	}
}

// dataError is a wrong setting where the data folder is what fails.
func dataError(err error) error {
	if folder, ok := errors.AsType[*fs.PathError](err); ok {
		return &config.Error{Source: "-data", Reason: folder.Error()}
	}
	return err
}
