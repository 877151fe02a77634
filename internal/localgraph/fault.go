package localgraph

import (
	"context"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/expand"
)

// FaultKind is a way in which a server can fail or be awkward.
type FaultKind string

// The faults that refuse a call.
const (
	ExpiredToken     FaultKind = "ExpiredToken"     // error 190, subcode 463
	AccountThrottled FaultKind = "AccountThrottled" // error 80002; Minutes to wait in the usage header
	AppThrottled     FaultKind = "AppThrottled"     // error 4, HTTP 403
	TooMuchData      FaultKind = "TooMuchData"      // error 1, HTTP 500, "reduce the amount of data"
	UnknownError     FaultKind = "UnknownError"     // error 1, HTTP 500
	Unavailable      FaultKind = "Unavailable"      // error 2, HTTP 503
	FieldRefused     FaultKind = "FieldRefused"     // error 100 that names nothing, where Field is asked for
)

// The faults that change an answer which is otherwise right.
const (
	Slow          FaultKind = "Slow"          // the answer comes after Delay
	NearlySpent   FaultKind = "NearlySpent"   // the headers say that Percent of the quotas are spent
	OtherVersion  FaultKind = "OtherVersion"  // the header says that Version answered
	NullBatchItem FaultKind = "NullBatchItem" // items of a batch are null, like those that Meta had no time for
	TruncatedJSON FaultKind = "TruncatedJSON" // the body ends in the middle
	ForeignLinks  FaultKind = "ForeignLinks"  // links lead to the server at To
	OtherBody     FaultKind = "OtherBody"     // the body is Body, whatever the call
	Redirected    FaultKind = "Redirected"    // HTTP 302 to To
	ShortPage               = FaultKind(expand.ShortPage)
	EmptyPage               = FaultKind(expand.EmptyPage)
	NoLinks                 = FaultKind(expand.NoLinks)
	NoMediaURL              = FaultKind(expand.NoMediaURL)
	NoAliases               = FaultKind(expand.NoAliases)
)

var (
	refusals  = []FaultKind{ExpiredToken, AccountThrottled, AppThrottled, TooMuchData, UnknownError, Unavailable, FieldRefused}
	alterings = []FaultKind{
		Slow, NearlySpent, OtherVersion, NullBatchItem, TruncatedJSON, ForeignLinks, OtherBody, Redirected,
		ShortPage, EmptyPage, NoLinks, NoMediaURL, NoAliases,
	}
)

// UnmarshalText takes the name of a kind.
func (k *FaultKind) UnmarshalText(text []byte) error {
	kind := FaultKind(text)
	if !slices.Contains(refusals, kind) && !slices.Contains(alterings, kind) {
		return fmt.Errorf("local graph: no fault is called %q", text)
	}
	*k = kind
	return nil
}

// Fault is one failure, and the requests that it strikes.
type Fault struct {
	Kind FaultKind
	// Method, Path and Token choose the requests: an HTTP method, a pattern of
	// path.Match for the path without its version, a prefix of the access token.
	// Empty ones match all.
	Method, Path, Token string
	// Edge chooses the edge, of faults of pages.
	Edge string
	// Field chooses the requests that ask for a field, at any depth.
	Field string
	// Times is how often the fault strikes; 0 is always.
	Times   int
	Delay   time.Duration
	Minutes int
	Percent int
	Version string
	To      string // a URL
	Body    string
}

func (f *Fault) matches(req *request, edge string) bool {
	fits, err := path.Match(f.Path, req.path)
	return (f.Method == "" || f.Method == req.method) &&
		(f.Path == "" || fits && err == nil) &&
		strings.HasPrefix(req.token, f.Token) &&
		(f.Field == "" || asksFor(req.params.Get("fields"), f.Field)) &&
		(f.Edge == "" || f.Edge == edge)
}

// asksFor reports whether a field expansion contains a field, at any depth.
func asksFor(expansion, field string) bool {
	list, err := fields.Parse(expansion)
	return err == nil && holds(list, field)
}

func holds(list fields.List, field string) bool {
	return slices.ContainsFunc(list, func(f fields.Field) bool { return f.Name == field || holds(f.Fields, field) })
}

// Faults are the faults that are switched on. There is no way to them over HTTP.
type Faults struct {
	mu   sync.Mutex
	list []*Fault
}

// Add switches faults on.
func (f *Faults) Add(faults ...Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fault := range faults {
		f.list = append(f.list, &fault)
	}
}

// Clear switches all faults off.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

func (f *Faults) none() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list) == 0
}

// take returns the first fault of these kinds that strikes here, and counts the
// strike.
func (f *Faults) take(req *request, edge string, kinds ...FaultKind) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, fault := range f.list {
		if !slices.Contains(kinds, fault.Kind) || !fault.matches(req, edge) {
			continue
		}
		if fault.Times == 1 {
			f.list = slices.Delete(f.list, i, i+1)
		} else if fault.Times > 1 {
			fault.Times--
		}
		return *fault, true
	}
	return Fault{}, false
}

// injected lets the faults of whole requests strike.
func (s *Server) injected(ctx context.Context, req *request, a *answer) error {
	if slow, ok := s.faults.take(req, "", Slow); ok {
		select {
		case <-ctx.Done():
		case <-time.After(slow.Delay):
		}
	}
	if other, ok := s.faults.take(req, "", OtherVersion); ok {
		a.header.Set("Facebook-Api-Version", other.Version)
	}
	if nearly, ok := s.faults.take(req, "", NearlySpent); ok {
		a.spent.app, a.spent.account = nearly.Percent, nearly.Percent
	}
	if foreign, ok := s.faults.take(req, "", ForeignLinks); ok {
		req.base = foreign.To
	}
	fault, ok := s.faults.take(req, "", refusals...)
	if !ok {
		return nil
	}
	switch fault.Kind {
	case ExpiredToken:
		now := s.options.Now()
		return apierror.ExpiredToken(now.Add(-time.Hour), now)
	case AccountThrottled:
		a.spent.account, a.spent.minutes = 100, fault.Minutes
		return apierror.AccountThrottled()
	case AppThrottled:
		a.spent.app = 101
		return apierror.AppThrottled()
	case TooMuchData:
		return apierror.TooMuchData()
	case FieldRefused:
		return apierror.BadParameter("Invalid parameter")
	case Unavailable:
		return apierror.Unavailable()
	}
	return apierror.Unknown()
}

// spoil lets the faults of finished answers strike.
func (s *Server) spoil(req *request, a *answer) {
	if _, ok := s.faults.take(req, "", TruncatedJSON); ok {
		a.body = a.body[:len(a.body)/2]
	}
	if other, ok := s.faults.take(req, "", OtherBody); ok {
		a.body = []byte(other.Body)
	}
	if away, ok := s.faults.take(req, "", Redirected); ok {
		a.status = http.StatusFound
		a.header.Set("Location", away.To)
	}
}

// quirks returns a function that lets the faults of nodes and edges strike.
func (s *Server) quirks(req *request) func(expand.Quirk, string) bool {
	if s.faults.none() {
		return nil
	}
	return func(quirk expand.Quirk, edge string) bool {
		_, ok := s.faults.take(req, edge, FaultKind(quirk))
		return ok
	}
}
