// Command kills publishes posts by gramql, kills it with SIGKILL time and again at random
// moments, starts it again, and counts in the local graph what came of each post: every one
// that was accepted is published exactly once, or failed with a reason.
//
//	go run ./tools/kills -n 200
//	go run ./tools/kills -n 200 -database postgres://…
//	go run ./tools/kills -n 200 -renewals
//
// With PostgreSQL it also starts two replicas, which share a Redis if -cache names one. It
// sends one post 100 times at once to both, watches on one what the other publishes, and
// kills the replica that works on posts while they are watched on the one that finishes
// them.
//
// With -renewals it kills gramql while it renews the tokens of connected accounts. After each
// kill the database is whole, and each account's token opens and is honoured.
//
//	main.go     the kills
//	renewals.go those while tokens are renewed
//	replicas.go two replicas
//	program.go  gramql as a process
//	client.go   what is asked of gramql
//	watch.go    what gramql tells of a post by itself
//	posts.go    the posts, and what came of them
//	graph.go    the local graph, in the process that is not killed
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	var o options
	flag.IntVar(&o.kills, "n", 20, "how often gramql is killed")
	flag.StringVar(&o.database, "database", "", "the `address` of an empty PostgreSQL database; without it a SQLite file")
	flag.StringVar(&o.cache, "cache", "memory", "where gramql keeps answers: memory, or the `address` of a Redis")
	flag.BoolVar(&o.tokens, "renewals", false, "whether tokens are renewed when gramql is killed, in place of posts published")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "what the random moments come from")
	flag.Parse()
	err := o.run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "kills:", err)
		os.Exit(1)
	}
}

type options struct {
	kills           int
	database, cache string
	tokens          bool
	seed            uint64
}

const (
	// between is the longest that gramql lives before it is killed.
	between = 2500 * time.Millisecond
	// working is how long after a kill the work must go on.
	working = 30 * time.Second
	// ending is how long the last posts may take when no one is killed any more.
	ending = 3 * time.Minute
)

func (o options) run(ctx context.Context) error {
	if o.tokens {
		return o.renewals(ctx)
	}
	graph, err := startGraph(ctx)
	if err != nil {
		return err
	}
	defer graph.close()
	p, err := build(ctx, graph.url, o.database, o.cache)
	if err != nil {
		return err
	}
	defer func() { _ = p.remove() }()
	fmt.Printf("seed %d\n", o.seed)
	random := rand.New(rand.NewPCG(o.seed, 0)) //nolint:gosec // moments, not secrets
	posts := &posts{graph: graph, random: random}
	if o.database != "" {
		if err := share(ctx, p, posts); err != nil {
			return err
		}
	}
	slowest, err := o.killAll(ctx, p, posts, random)
	if err != nil {
		return err
	}
	counted, err := posts.verify(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%d kills: %s; after a kill the work went on within %s\n", o.kills, counted, slowest.Round(100*time.Millisecond))
	if slowest > working {
		return fmt.Errorf("once it took %s until the work went on", slowest)
	}
	return nil
}

// killAll has gramql work and kills it, and at last lets it finish. It returns the longest
// that it took after a kill until the work went on.
func (o options) killAll(ctx context.Context, p *program, posts *posts, random *rand.Rand) (slowest time.Duration, err error) {
	for kill := range o.kills + 1 {
		begun := time.Now()
		running, err := p.start(ctx)
		if err != nil {
			return 0, err
		}
		unfinished := posts.unfinished()
		posting, stop := context.WithCancel(ctx)
		posted := make(chan struct{})
		go func() { defer close(posted); posts.send(posting, running.url) }()
		if unfinished > 0 {
			waited, err := posts.graph.worked(ctx, begun, working)
			if err != nil {
				stop()
				return 0, errors.Join(err, running.kill())
			}
			slowest = max(slowest, waited)
		}
		if kill < o.kills {
			sleep(ctx, time.Duration(random.Int64N(int64(between))))
		} else {
			err = posts.finish(ctx, running.url, ending)
		}
		stop()
		if killed := running.kill(); err != nil || killed != nil {
			return 0, errors.Join(err, killed)
		}
		<-posted
	}
	return slowest, nil
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
