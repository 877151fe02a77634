package localgraph

import (
	"context"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// injected lets the faults strike that show before a request is answered.
func (s *Server) injected(ctx context.Context, req *request, a *answer) error {
	if slow, ok := s.faults.Take(req.call().StruckBy, fault.Slow); ok {
		select {
		case <-ctx.Done():
		case <-time.After(slow.Delay):
		}
	}
	if other, ok := s.faults.Take(req.call().StruckBy, fault.OtherVersion); ok {
		a.header.Set("Facebook-Api-Version", other.Version)
	}
	if nearly, ok := s.faults.Take(req.call().StruckBy, fault.NearlySpent); ok {
		a.spent.App, a.spent.Account = nearly.Percent, nearly.Percent
	}
	if foreign, ok := s.faults.Take(req.call().StruckBy, fault.ForeignLinks); ok {
		req.base = foreign.To
	}
	struck, ok := s.faults.Take(func(f *fault.Fault) bool { return f.Node == "" && req.call().StruckBy(f) }, fault.Refusals()...)
	if !ok {
		return nil
	}
	return s.refusal(struck, a)
}

// refusal returns the error of a fault that refuses a call.
func (s *Server) refusal(struck fault.Fault, a *answer) error {
	switch struck.Kind {
	case fault.ExpiredToken:
		now := s.options.Now()
		return apierror.ExpiredToken(now.Add(-time.Hour), now)
	case fault.AccountThrottled:
		a.spent.Account, a.spent.Minutes = 100, struck.Minutes
		return apierror.AccountThrottled()
	case fault.AppThrottled:
		a.spent.App = 101
		return apierror.AppThrottled()
	case fault.TooMuchData:
		return apierror.TooMuchData()
	case fault.FieldRefused:
		return apierror.BadParameter("Invalid parameter")
	case fault.Unavailable:
		return apierror.Unavailable()
	case fault.OtherError:
		return written(struck)
	}
	return apierror.Unknown()
}

// writtenRefusal is a refusal whose answer is written in a fault.
type writtenRefusal struct {
	status int
	body   string
}

func written(f fault.Fault) error {
	status, body := f.Refusal()
	return &writtenRefusal{status, body}
}

func (r *writtenRefusal) Error() string { return r.body }

// spoil lets the faults of finished answers strike.
func (s *Server) spoil(req *request, a *answer) {
	if s.faults.None() {
		return
	}
	if a.status == http.StatusOK && !req.isBatch() {
		s.spoilValues(req, a)
	}
	if _, ok := s.faults.Take(req.call().StruckBy, fault.TruncatedJSON); ok {
		a.body = a.body[:len(a.body)/2]
	}
	if other, ok := s.faults.Take(req.call().StruckBy, fault.OtherBody); ok {
		a.body = []byte(other.Body)
	}
	if away, ok := s.faults.Take(req.call().StruckBy, fault.Redirected); ok {
		a.status = http.StatusFound
		a.header.Set("Location", away.To)
	}
}

// spoiledItem returns what a fault puts in the place of an item of a batch; nth
// counts the items from 1.
func (s *Server) spoiledItem(req *request, nth int) (body string, ok bool) {
	struck, ok := s.faults.Take(func(f *fault.Fault) bool { return (f.Item == 0 || f.Item == nth) && req.call().StruckBy(f) }, fault.NullBatchItem, fault.OtherItem)
	if struck.Kind == fault.NullBatchItem {
		return "null", ok
	}
	return struck.Body, ok
}

// quirks returns a function that lets the faults of nodes and edges strike.
func (s *Server) quirks(req *request) func(expand.Quirk, string) bool {
	if s.faults.None() {
		return nil
	}
	return func(quirk expand.Quirk, edge string) bool {
		_, ok := s.faults.Take(func(f *fault.Fault) bool {
			return (f.Edge == "" || f.Edge == edge) && req.call().StruckBy(f)
		}, fault.Kind(quirk))
		return ok
	}
}

// spoilValues lets the faults strike that look into a right answer: those that
// refuse it for a node in it, and those that change a value.
func (s *Server) spoilValues(req *request, a *answer) {
	refusal, refused := s.faults.Take(func(f *fault.Fault) bool {
		if f.Node == "" || !f.Addresses(req.call()) {
			return false
		}
		_, found := f.Change(req.call(), a.body)
		return found
	}, fault.OtherError)
	if refused {
		status, body := refusal.Refusal()
		a.status, a.body = status, []byte(body)
		return
	}
	s.faults.Strike(func(f *fault.Fault) bool {
		if !f.Addresses(req.call()) {
			return false
		}
		body, found := f.Change(req.call(), a.body)
		if found {
			a.body = body
		}
		return found
	}, fault.OtherValue)
}
