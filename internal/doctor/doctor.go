// Package doctor looks at all that the program needs before anyone misses it: the
// upstream, the Meta app, connected accounts, files, the database and Redis. It changes
// nothing of them, and says of each what to do.
//
//	doctor.go   findings, and the order in which they are made
//	upstream.go the Graph API: reachable, its version, its clock, the login type
//	metaapp.go  the Meta app: its secret, its redirect URL, its permissions
//	stored.go   files, database and Redis
//	account.go  connected accounts: their tokens and permissions
//	probe.go    calls, and why they fail in words without an address
package doctor

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"text/tabwriter"
	"time"

	"github.com/gramql/gramql/internal/build"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/login/exchange"
)

// Status is how something is.
type Status string

// The statuses. Only Fail keeps the program, or a part of it, from working.
const (
	OK   Status = "ok"
	Warn Status = "warn"
	Fail Status = "fail"
	Skip Status = "skip" // it cannot be seen, or there is none
)

// Finding is how one thing is. It holds no secret.
type Finding struct {
	Status Status
	// Check is what was looked at: "upstream".
	Check string
	// Says is what was seen, and Do is what to do about it; empty if it is fine.
	Says, Do string
}

// Examination is one look at everything.
type Examination struct {
	settings config.Settings
	// base is the upstream's base URL.
	base  *url.URL
	probe probe
	// reached says that the upstream answered as a Graph API does.
	reached   bool
	providers exchange.Providers
	app       login.App
	// public is the base of the addresses that are handed out.
	public string
	now    func() time.Time

	findings []Finding
}

// Examine looks at everything that the settings name. It ends when all calls, each of
// which is bounded, have ended.
func Examine(ctx context.Context, s config.Settings) []Finding {
	e := newExamination(s)
	e.found(OK, "version", fmt.Sprintf("gramql %s, %s, asks for Graph API %s", build.Version(), runtime.Version(), s.GraphVersion), "")
	e.upstream(ctx)
	e.loginType()
	e.metaApp(ctx)
	e.redirect(ctx)
	e.scopes()
	e.apps()
	e.dataFolder()
	e.keyRing()
	e.redis(ctx)
	e.database(ctx)
	return e.findings
}

// found notes a finding.
func (e *Examination) found(status Status, check, says, do string) {
	e.findings = append(e.findings, Finding{status, check, says, do})
}

// Write writes a line for each finding, and returns how many of them are Fail.
func Write(w io.Writer, findings []Finding) (failed int, err error) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range findings {
		if f.Status == Fail {
			failed++
		}
		text := f.Says
		if f.Do != "" {
			text += "; " + f.Do
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", f.Status, f.Check, text)
	}
	return failed, table.Flush()
}
