package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// report prints what is found, and never a token.
type report struct {
	out     io.Writer
	verbose bool
	secrets []string

	agreeing, differing, skipped int
}

// hide keeps a token out of all that is printed from now on.
func (r *report) hide(token string) {
	if token != "" {
		r.secrets = append(r.secrets, token, hidden)
	}
}

// hidden is printed in place of a token.
const hidden = "…"

// tokenLike is what looks like a token, whoever's it is: servers repeat what they get.
var tokenLike = regexp.MustCompile(`\b(EAA|IG[A-Z]{2})\w{10,}`)

func (r *report) say(format string, words ...any) {
	text := strings.NewReplacer(r.secrets...).Replace(fmt.Sprintf(format, words...))
	_, _ = fmt.Fprintln(r.out, tokenLike.ReplaceAllString(text, hidden))
}

// begin says what will be done, before it is.
func (r *report) begin(o options, s selection) {
	r.say("%s, login type %s, %s", o.graph, o.login, o.version)
	r.say("%d cases, at most %d calls, %s apart (%d cases are for other login types, %d cannot be asked)",
		len(s.asked), min(s.calls(), o.calls), o.pause, s.elsewhere, len(s.skipped))
	for _, c := range s.skipped {
		r.add(c.Case, verdict{skipped: c.reason})
	}
	if o.list {
		for _, c := range s.asked {
			r.say("asks     %s: %s%s", c.Title(), c.Get, c.Post)
		}
	}
}

// add tells what came of one case.
func (r *report) add(c conformance.Case, v verdict) {
	switch {
	case v.skipped != nil:
		r.skipped++
		r.say("skipped  %s: %v", c.Title(), v.skipped)
	case len(v.differences) > 0:
		r.differing++
		r.say("DIFFERS  %s: %s%s", c.Title(), c.Get, c.Post)
		for _, line := range v.differences {
			r.say("         %s", line)
		}
	default:
		r.agreeing++
		if r.verbose {
			r.say("alike    %s", c.Title())
		}
	}
}

func (r *report) end() {
	r.say("%d alike, %d differ, %d skipped", r.agreeing, r.differing, r.skipped)
}
