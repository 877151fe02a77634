// Command mutate shows what the tests of a package do not notice. It changes one
// place of the package at a time (a condition negated, a bound moved, a call or an
// assignment dropped, a field left out, an error kept back), runs the package's own
// tests, and prints each change under which they still pass: a survivor.
//
//	go run ./tools/mutate -n 40 -seed 1 ./internal/paging
//
// The working tree stays as it is: the compiler reads a changed file in place of the
// real one (go test -overlay). Survivors that stand in known.yml, each with its
// reason, are left out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"regexp"
	"slices"
)

// options are what can be said on the command line.
type options struct {
	count int
	seed  uint64
	most  float64
	known string
	only  string
	list  bool
}

func main() {
	var o options
	flag.IntVar(&o.count, "n", 40, "how many mutants that compile to try of each package; 0: all")
	flag.Uint64Var(&o.seed, "seed", 1, "which mutants are tried: the same seed, the same mutants of the same code")
	flag.Float64Var(&o.most, "most", 10, "how many percent may survive before the command fails")
	flag.StringVar(&o.known, "known", "tools/mutate/known.yml", "the survivors to leave out, with their reasons")
	flag.StringVar(&o.only, "only", "", "a regular expression: only mutants that are listed so")
	flag.BoolVar(&o.list, "list", false, "only list the mutants, try none")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./tools/mutate [flags] package-directory...")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := mutate(ctx, o, flag.Args(), log.New(os.Stdout, "", 0))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

// mutate tries mutants of each package in turn, and prints what survives. The error
// names every package of which too much survives.
func mutate(ctx context.Context, o options, dirs []string, out *log.Logger) error {
	known, err := readKnown(o.known)
	if err != nil {
		return err
	}
	only, err := regexp.Compile(o.only)
	if err != nil {
		return err
	}
	var failures []error
	for _, dir := range dirs {
		p, err := readPackage(dir)
		if err != nil {
			return err
		}
		mutants, left, err := known.without(p.name, p.mutants())
		if err != nil {
			return err
		}
		mutants = slices.DeleteFunc(mutants, func(m mutant) bool { return !only.MatchString(m.String()) })
		if o.list {
			for _, m := range mutants {
				out.Println(m)
			}
			continue
		}
		t := tally{name: p.name, of: len(mutants), known: left}
		if err := tryAll(ctx, p, sample(mutants, o.seed), o.count, &t, out); err != nil {
			return err
		}
		out.Println(t)
		if t.percent() > o.most {
			failures = append(failures, fmt.Errorf("%s: %.0f %% survive, and at most %.0f %% may", p.name, t.percent(), o.most))
		}
	}
	return errors.Join(failures...)
}

// tryAll tries the mutants in their order until count of them have compiled, or all
// if count is 0.
func tryAll(ctx context.Context, p *sources, mutants []mutant, count int, t *tally, out *log.Logger) (err error) {
	b, err := newBench(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	for _, m := range mutants {
		if count > 0 && t.counted() == count {
			break
		}
		outcome, err := b.try(ctx, m)
		if err != nil {
			return err
		}
		if t.add(outcome); outcome == survived {
			out.Println(m)
		}
	}
	return nil
}
