package main

import (
	"errors"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// selection is which cases are asked, and which are not, for a reason.
type selection struct {
	asked   []conformance.Case
	skipped []skipped
	// elsewhere is how many cases are for other login types.
	elsewhere int
	// finding is how many calls find what the cases ask about, at most.
	finding int
}

type skipped struct {
	conformance.Case
	reason error
}

// calls is how many calls asking takes, at most.
func (s selection) calls() int { return len(s.asked) + s.finding }

func selectCases(o options) (selection, error) {
	cases, err := conformance.Cases()
	if err != nil {
		return selection{}, err
	}
	var s selection
	needed := map[string]bool{}
	for _, c := range cases {
		if o.only != nil && !o.only.MatchString(c.Title()) {
			continue
		}
		if login := o.names.LoginOf(c); login != "" && login != o.login {
			s.elsewhere++
			continue
		}
		if reason := o.reasonAgainst(c); reason != nil {
			s.skipped = append(s.skipped, skipped{c, reason})
			continue
		}
		s.asked = append(s.asked, c)
		o.needs(c.Uses(), needed)
	}
	s.finding = len(needed)
	return s, nil
}

// reasonAgainst says why a case is not asked; nil if it is.
func (o options) reasonAgainst(c conformance.Case) error {
	switch {
	case c.Only != "":
		return errors.New("only the local graph has it: " + c.Only)
	case c.Later != 0:
		return errors.New("it needs another time")
	case c.Legacy && !o.legacy:
		return errors.New("it is withdrawn by Meta: -legacy")
	case c.Writes() && !o.writes:
		return errors.New("it may write: -writes")
	}
	for _, name := range c.Uses() {
		if _, ok := o.known(name); !ok && o.names.Call(name, o.login) == nil {
			return o.unfindable(name)
		}
	}
	return nil
}

// needs collects the calls that find names, and those that they need themselves.
func (o options) needs(names []string, calls map[string]bool) {
	for _, name := range names {
		if _, ok := o.known(name); ok {
			continue
		}
		if call := o.names.Call(name, o.login); call != nil && !calls[call.Get] {
			calls[call.Get] = true
			o.needs(call.Uses(), calls)
		}
	}
}
