package doctor

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
)

// newExamination works out of the settings what the program would ask.
func newExamination(s config.Settings) *Examination {
	e := &Examination{
		settings: s, base: s.Graph, probe: newProbe(), now: time.Now,
		app:    login.App{ID: s.AppID, Secret: s.AppSecret.Reveal()},
		public: cmp.Or(s.PublicURL, "http://"+s.Addr+s.BasePath),
	}
	if s.LocalGraph() {
		e.base = &url.URL{Scheme: "http", Host: s.LocalAddr}
		if e.app.Secret == "" {
			e.app = login.App{ID: cmp.Or(s.AppID, localgraph.DemoApp.ID), Secret: localgraph.DemoApp.Secret}
		}
		if own, err := clock.Open(s.Data); err == nil {
			e.now = own.Now
		}
	}
	upstream := exchange.Upstream{Base: e.base, Version: s.GraphVersion, Scopes: s.Scopes.Names(), Config: s.LoginConfig}
	if all := s.Dialects(); len(all) == 1 {
		upstream.Login = all[0].Login
	}
	e.providers = upstream.Providers()
	return e
}

// upstream asks the upstream who it is, without a token: a Graph API refuses that in a
// way of its own.
func (e *Examination) upstream(ctx context.Context) {
	const check = "upstream"
	name := e.base.Redacted()
	began := time.Now()
	got, err := e.probe.get(ctx, e.base.JoinPath(e.settings.GraphVersion, "me").String(), "", "")
	took := time.Since(began).Round(time.Millisecond)
	if err != nil && e.settings.LocalGraph() {
		e.found(Skip, check, "the embedded Graph API server runs with the program, and nothing answers at "+e.settings.LocalAddr, "run gramql serve beside to have it examined")
		return
	}
	if err != nil {
		e.found(Fail, check, name+" "+err.Error(), "look at -graph, at this machine's name server and at its firewall")
		return
	}
	refused, ok := got.read(new(any))
	if !ok || refused == nil {
		e.found(Fail, check, fmt.Sprintf("%s answers with status %d, and not as a Graph API does", name, got.status), "look at -graph, and whether a proxy answers in its place")
		return
	}
	e.reached = true
	if served := got.header.Get("Facebook-Api-Version"); served != "" && served != e.settings.GraphVersion {
		e.found(Warn, check, fmt.Sprintf("%s answers in %s, but in version %s, not %s", name, took, served, e.settings.GraphVersion), "name a living version with -graph-version")
	} else {
		e.found(OK, check, fmt.Sprintf("%s answers in %s", name, took), "")
	}
	e.clock(got.header, took)
}

// How far this machine's clock may be off: tokens and their ends are compared with it.
const (
	slightly = 30 * time.Second
	much     = 5 * time.Minute
)

// clock compares this machine's clock with the upstream's.
func (e *Examination) clock(header http.Header, took time.Duration) {
	const check = "clock"
	theirs, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		e.found(Skip, check, "the upstream does not tell the time", "")
		return
	}
	off := max(0, time.Since(theirs).Abs()-took).Round(time.Second)
	switch {
	case off > much:
		e.found(Fail, check, fmt.Sprintf("this machine's clock is off by %s", off), "set it by a time server: ends of tokens and sessions are told by it")
	case off > slightly:
		e.found(Warn, check, fmt.Sprintf("this machine's clock is off by %s", off), "set it by a time server")
	case time.Until(e.now()) > much:
		e.found(Warn, check, fmt.Sprintf("the embedded server's clock is set ahead by %s", time.Until(e.now()).Round(time.Second)), "gramql reset sets it right")
	default:
		e.found(OK, check, "as the upstream's", "")
	}
}

// loginType tells which tokens are taken.
func (e *Examination) loginType() {
	const check = "login type"
	all := e.settings.Dialects()
	switch {
	case len(all) == 1 && all[0].Login == dialect.BasicDisplay:
		e.found(Warn, check, all[0].Login.Title()+", which Meta ended in 2024", "see docs/guides/migrating.md for what came after")
	case len(all) == 1:
		e.found(OK, check, all[0].Login.Title(), "")
	case e.settings.LocalGraph():
		e.found(OK, check, "told by each token", "")
	default:
		e.found(Warn, check, "told by each token, for the host of -graph is none of Meta's", "name the login type of all tokens with -login")
	}
}
