package httpx

import (
	"net/http"
	"strconv"

	"github.com/gramql/gramql/internal/problem"
)

// MalformedError is the problem of a token of this server's that is incomplete or mistyped.
type MalformedError struct{ problem.Problem }

// refuse returns the refusal of a token, or of an operation by one, by its problem; that of a
// fault of ours where the error is none.
func refuse(err error) *Refusal {
	known, ok := err.(problem.Problem) //nolint:errorlint // what is wrapped is not for clients
	if !ok {
		return ErrSession
	}
	f := &Refusal{status: http.StatusServiceUnavailable, message: known.Error(), code: known.Code(), more: map[string]any{}, header: map[string]string{}}
	if hint := known.Hint(); hint != "" {
		f.more["hint"] = hint
	}
	if passing, ok := err.(interface{ Retryable() bool }); ok {
		f.more["retryable"] = passing.Retryable()
	}
	switch f.code {
	case problem.Unauthenticated:
		f.status, f.more["reauthenticate"] = http.StatusUnauthorized, true
		f.header["Www-Authenticate"] = `Bearer error="invalid_token"`
	case problem.Forbidden:
		f.status = http.StatusForbidden
	case problem.RateLimited:
		f.status = http.StatusTooManyRequests
	}
	if later, ok := err.(interface{ RetryAfter() int }); ok {
		f.more["retryAfter"] = later.RetryAfter()
		f.header["Retry-After"] = strconv.Itoa(later.RetryAfter())
	}
	_, f.malformed = err.(MalformedError) //nolint:errorlint // refuse's own argument
	return f
}

// Forbids reports whether a socket with the credential that is refused is closed: others
// have no operation answered.
func (f *Refusal) Forbids() bool { return f.malformed || f.code == problem.Forbidden }
