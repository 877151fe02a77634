package localgraph

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/expand"
)

// injected lets the faults strike that show before a request is answered.
func (s *Server) injected(ctx context.Context, req *request, a *answer) error {
	if slow, ok := s.faults.take(req.strikes, Slow); ok {
		select {
		case <-ctx.Done():
		case <-time.After(slow.Delay):
		}
	}
	if other, ok := s.faults.take(req.strikes, OtherVersion); ok {
		a.header.Set("Facebook-Api-Version", other.Version)
	}
	if nearly, ok := s.faults.take(req.strikes, NearlySpent); ok {
		a.spent.app, a.spent.account = nearly.Percent, nearly.Percent
	}
	if foreign, ok := s.faults.take(req.strikes, ForeignLinks); ok {
		req.base = foreign.To
	}
	fault, ok := s.faults.take(func(f *Fault) bool { return f.Node == "" && req.strikes(f) }, refusals...)
	if !ok {
		return nil
	}
	return s.refusal(fault, a)
}

// refusal returns the error of a fault that refuses a call.
func (s *Server) refusal(fault Fault, a *answer) error {
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
	case OtherError:
		return &writtenRefusal{fault.status(), fault.Body}
	}
	return apierror.Unknown()
}

// status returns the HTTP status of an OtherError.
func (f *Fault) status() int { return cmp.Or(f.Status, http.StatusBadRequest) }

// writtenRefusal is a refusal whose answer is written in a fault.
type writtenRefusal struct {
	status int
	body   string
}

func (r *writtenRefusal) Error() string { return r.body }

// spoil lets the faults of finished answers strike.
func (s *Server) spoil(req *request, a *answer) {
	if s.faults.none() {
		return
	}
	if a.status == http.StatusOK && !req.isBatch() {
		s.spoilValues(req, a)
	}
	if _, ok := s.faults.take(req.strikes, TruncatedJSON); ok {
		a.body = a.body[:len(a.body)/2]
	}
	if other, ok := s.faults.take(req.strikes, OtherBody); ok {
		a.body = []byte(other.Body)
	}
	if away, ok := s.faults.take(req.strikes, Redirected); ok {
		a.status = http.StatusFound
		a.header.Set("Location", away.To)
	}
}

// spoiledItem returns what a fault puts in the place of an item of a batch; nth
// counts the items from 1.
func (s *Server) spoiledItem(req *request, nth int) (body string, ok bool) {
	fault, ok := s.faults.take(func(f *Fault) bool { return (f.Item == 0 || f.Item == nth) && req.strikes(f) }, NullBatchItem, OtherItem)
	if fault.Kind == NullBatchItem {
		return "null", ok
	}
	return fault.Body, ok
}

// quirks returns a function that lets the faults of nodes and edges strike.
func (s *Server) quirks(req *request) func(expand.Quirk, string) bool {
	if s.faults.none() {
		return nil
	}
	return func(quirk expand.Quirk, edge string) bool {
		_, ok := s.faults.take(func(f *Fault) bool {
			return (f.Edge == "" || f.Edge == edge) && req.strikes(f)
		}, FaultKind(quirk))
		return ok
	}
}
