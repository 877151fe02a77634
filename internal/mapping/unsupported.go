package mapping

import (
	"strings"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/problem"
)

// UnsupportedError says that a login type lacks a type or a field. It is reported
// before any call.
type UnsupportedError struct {
	// What is the type's name or the field's schema coordinate.
	What  string
	Login dialect.Login
	// Logins are the login types that have it, if any.
	Logins []dialect.Login
}

// Error names the field and the caller's login type.
func (e *UnsupportedError) Error() string {
	return e.What + " does not exist with " + e.Login.Title()
}

// Code returns problem.Unsupported.
func (*UnsupportedError) Code() string { return problem.Unsupported }

// Hint says which login types have it.
func (e *UnsupportedError) Hint() string {
	if len(e.Logins) == 0 {
		return "No login type answers it: leave it out."
	}
	titles := make([]string, len(e.Logins))
	for i, login := range e.Logins {
		titles[i] = login.Title()
	}
	return "It exists with " + strings.Join(titles, " and ") + ": leave it out, or use a token of that login type."
}

// Refusal returns an *UnsupportedError if the login type lacks the field or the
// nodes behind it.
func (f *Field) Refusal(login dialect.Login) error {
	switch {
	case !f.Requires.SupportedBy(login):
		return &UnsupportedError{What: f.Coordinate(), Login: login, Logins: f.Requires.Logins}
	case f.Target != nil && !f.Target.Requires.SupportedBy(login):
		return &UnsupportedError{What: f.Coordinate(), Login: login, Logins: f.Target.Requires.Logins}
	}
	return nil
}
