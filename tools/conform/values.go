package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// values finds on the server what cases call by a name, each once.
type values struct {
	options options
	server  *server
	out     *report
	found   map[string]value
	answers map[string]conformance.Answer
}

// value is what a name is on the server, or why there is none.
type value struct {
	text    string
	missing error
}

// of returns the values of names. missing says which one the server does not have; err
// why no more is to be asked.
func (v *values) of(ctx context.Context, names []string) (all conformance.Values, missing, err error) {
	all = conformance.Values{}
	for _, name := range names {
		if _, ok := v.found[name]; !ok {
			if v.found[name], err = v.find(ctx, name); err != nil {
				return nil, nil, err
			}
		}
		if missing := v.found[name].missing; missing != nil {
			return nil, missing, nil
		}
		all[name] = v.found[name].text
	}
	return all, nil, nil
}

func (v *values) find(ctx context.Context, name string) (value, error) {
	if text, ok := v.options.known(name); ok {
		return value{text: text}, nil
	}
	call := v.options.names.Call(name, v.options.login)
	if call == nil {
		return value{missing: v.options.unfindable(name)}, nil
	}
	answer, missing, err := v.answer(ctx, *call)
	if missing != nil || err != nil {
		return value{missing: missing}, err
	}
	if r := refusalIn(answer); r != nil {
		return value{missing: fmt.Errorf("there is no %s: %s", name, r)}, nil
	}
	text, missing := call.Find(name, answer.Body)
	if v.options.names.Of(name, v.options.login).Token != "" {
		v.out.hide(text)
	}
	return value{text, missing}, nil
}

// answer makes a call that finds values, unless it has been made.
func (v *values) answer(ctx context.Context, call conformance.Call) (a conformance.Answer, missing, err error) {
	if a, ok := v.answers[call.Get]; ok {
		return a, nil, nil
	}
	known, missing, err := v.of(ctx, call.Uses())
	if missing != nil || err != nil {
		return a, missing, err
	}
	r, err := conformance.Case{Get: call.Get}.InVersion(v.options.version).Request(ctx, v.options.graph, known)
	if err != nil {
		return a, nil, err
	}
	a, err = v.server.ask(ctx, r)
	if silent := (errSilent{}); errors.Is(err, errSpent) || errors.As(err, &silent) {
		return a, err, nil
	}
	if err == nil {
		err = stop(a)
	}
	if v.answers == nil {
		v.answers = map[string]conformance.Answer{}
	}
	v.answers[call.Get] = a
	return a, nil, err
}

// known returns the value of a name that no call has to find.
func (o options) known(name string) (string, bool) {
	for _, given := range []conformance.Values{o.tokens, o.set} {
		if text, ok := given[name]; ok {
			return text, true
		}
	}
	n := o.names.Of(name, o.login)
	return n.Value, n.Value != ""
}

// unfindable says what to do about a name that no call finds.
func (o options) unfindable(name string) error {
	if n := o.names.Of(name, o.login); n.Token != "" {
		return fmt.Errorf("it needs another token (%s): -other-token %s=FILE", n.Token, name)
	}
	return fmt.Errorf("no call finds its %s: -set %s=…", name, name)
}
