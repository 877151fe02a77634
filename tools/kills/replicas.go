package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// share has two replicas share their work: one key is one post, one tells of what the
// other accepted, and finishes what the other leaves.
func share(ctx context.Context, p *program, sent *posts) error {
	var replicas [2]*process
	for i := range replicas {
		var err error
		if replicas[i], err = p.start(ctx); err != nil {
			return err
		}
		defer func() { _ = replicas[i].kill() }()
	}
	for _, act := range []func(context.Context, *posts, [2]*process) error{atOnce, watchOther, survive} {
		if err := act(ctx, sent, replicas); err != nil {
			return err
		}
	}
	return nil
}

// atOnce sends one post many times at once to both replicas: it is one publication.
func atOnce(ctx context.Context, posts *posts, replicas [2]*process) error {
	const times = 100
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
	return nil
}

// watchOther watches on one replica what is published on the other.
func watchOther(ctx context.Context, posts *posts, replicas [2]*process) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	next := posts.next()
	id, err := publish(ctx, replicas[0].url, next.caption, next.content)
	if err != nil {
		return err
	}
	next.id = id
	told, err := watch(ctx, replicas[1].url, id)
	if err != nil {
		return err
	}
	next.last = &told[len(told)-1]
	fmt.Printf("what one replica accepted was watched on the other, in %d steps, until it was %s\n", len(told), next.last.State)
	return nil
}

const (
	// rescue is how long a replica may take to finish what another one left.
	rescue = time.Minute
	// unsettled is how long a call that publishes, and whose caller was killed before the
	// answer, is given to show an effect, before it is made again.
	unsettled = time.Minute
)

// survive kills one replica while it may be at work; the other, on which all posts are
// watched, finishes them in time.
func survive(ctx context.Context, posts *posts, replicas [2]*process) error {
	const many = 10
	watched, cancel := context.WithCancel(ctx)
	defer cancel()
	ends := make(chan error, many)
	for range many {
		next := posts.next()
		id, err := publish(ctx, replicas[0].url, next.caption, next.content)
		if err != nil {
			return err
		}
		next.id = id
		go func() {
			_, err := watch(watched, replicas[1].url, id)
			ends <- err
		}()
	}
	cut := posts.graph.cut.Load()
	if err := replicas[0].kill(); err != nil {
		return err
	}
	begun := time.Now()
	time.AfterFunc(rescue+unsettled, cancel)
	for range many {
		if err := <-ends; err != nil {
			return fmt.Errorf("after one replica was killed, on the other: %w", err)
		}
	}
	took := time.Since(begun)
	cut = posts.graph.cut.Load() - cut
	if cut == 0 && took > rescue {
		return fmt.Errorf("the other replica took %s to finish what one left when it was killed", took)
	}
	if err := posts.finish(ctx, replicas[1].url, rescue); err != nil {
		return err
	}
	fmt.Printf("what a replica left when it was killed, with %d publish calls unanswered, the other finished, watched there, within %s\n",
		cut, took.Round(100*time.Millisecond))
	return nil
}
