package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// atOnce sends one post many times at once to two replicas: it is one publication, which
// one replica finishes when the other is killed.
func atOnce(ctx context.Context, p *program, posts *posts) error {
	const times = 100
	var replicas [2]*process
	for i := range replicas {
		var err error
		if replicas[i], err = p.start(ctx); err != nil {
			return err
		}
		defer func() { _ = replicas[i].kill() }()
	}
	next := posts.next()
	ids, errs := make([]string, times), make([]error, times)
	var all sync.WaitGroup
	for i := range times {
		all.Go(func() { ids[i], errs[i] = publish(ctx, replicas[i%2].url, next.caption, next.content) })
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	for _, id := range ids {
		if id != ids[0] {
			return fmt.Errorf("one key became several publications: %s, %s", ids[0], id)
		}
	}
	next.id = ids[0]
	if err := posts.finish(ctx, replicas[0].url, ending); err != nil {
		return err
	}
	if shown := posts.graph.captions()[next.caption]; shown != 1 {
		return fmt.Errorf("one key was published %d times", shown)
	}
	fmt.Printf("a key that %d requests had at once is one publication, published once\n", times)
	return survive(ctx, posts, replicas)
}

// survive kills one replica while it may be at work; the other finishes all within a minute.
func survive(ctx context.Context, posts *posts, replicas [2]*process) error {
	for range 10 {
		next := posts.next()
		id, err := publish(ctx, replicas[0].url, next.caption, next.content)
		if err != nil {
			return err
		}
		next.id = id
	}
	if err := replicas[0].kill(); err != nil {
		return err
	}
	begun := time.Now()
	if err := posts.finish(ctx, replicas[1].url, time.Minute); err != nil {
		return err
	}
	fmt.Printf("what a replica left when it was killed, the other finished within %s\n", time.Since(begun).Round(100*time.Millisecond))
	return nil
}
