package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// post is one post and what is known of it.
type post struct {
	caption string
	content any
	// id is that of its publication; empty until gramql has said that it is accepted.
	id string
	// last is what gramql said last.
	last *publication
}

// posts are those that are sent. It may be used by many goroutines at once.
type posts struct {
	graph  *graph
	random *rand.Rand

	mu   sync.Mutex
	list []*post
}

// pace is how long to wait between two posts, at most.
const pace = 600 * time.Millisecond

// send sends new posts, and again those of which it is not known that they were accepted,
// until the context ends.
func (p *posts) send(ctx context.Context, url string) {
	for ctx.Err() == nil {
		next := p.next()
		id, err := publish(ctx, url, next.caption, next.content)
		p.mu.Lock()
		if err == nil {
			next.id = id
		} else if _, refused := errors.AsType[refusal](err); refused {
			fmt.Println(err)
		}
		wait := time.Duration(p.random.Int64N(int64(pace)))
		p.mu.Unlock()
		sleep(ctx, wait)
	}
}

// next returns a post to send: one that is not known to be accepted, or else a new one.
func (p *posts) next() *post {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range p.list {
		if known.id == "" {
			return known
		}
	}
	caption := fmt.Sprintf("post %d", len(p.list)+1)
	added := &post{caption: caption, content: p.graph.content(caption, len(p.list))}
	p.list = append(p.list, added)
	return added
}

// accepted returns the posts that were accepted.
func (p *posts) accepted() (list []*post) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, known := range p.list {
		if known.id != "" {
			list = append(list, known)
		}
	}
	return list
}

// unfinished returns how many accepted posts the account does not show yet.
func (p *posts) unfinished() (n int) {
	shown := p.graph.captions()
	for _, known := range p.accepted() {
		if shown[known.caption] == 0 {
			n++
		}
	}
	return n
}

// finish waits until all accepted posts are final.
func (p *posts) finish(ctx context.Context, url string, most time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for _, known := range p.accepted() {
		for known.last == nil || !known.last.final() {
			last, err := read(ctx, url, known.id)
			if err != nil {
				return fmt.Errorf("%s: %w", known.caption, err)
			}
			known.last = last
			if !last.final() {
				sleep(ctx, 200*time.Millisecond)
			}
		}
	}
	return nil
}

// verify compares what gramql says of each post with what the account shows.
func (p *posts) verify(ctx context.Context) (string, error) {
	counted, err := count(p.accepted(), p.graph.captions())
	return counted, errors.Join(err, ctx.Err())
}

// count counts what came of accepted posts, where the account shows each caption so often.
// The error names each post that was not published once, and did not fail with a reason.
func count(accepted []*post, shown map[string]int) (string, error) {
	published, failed := 0, 0
	var errs []error
	for _, known := range accepted {
		last, times := known.last, shown[known.caption]
		switch {
		case last == nil: // accepted after the last was waited for
			continue
		case last.State == "PUBLISHED" && times == 1 && last.Media != nil && last.Media.Caption == known.caption:
			published++
		case last.State == "FAILED" && times == 0 && last.Error != nil && last.Error.Message != "" && last.Error.Hint != "":
			failed++
		default:
			errs = append(errs, fmt.Errorf("%s is %s with media %v and error %v, and the account shows it %d times", known.caption, last.State, last.Media, last.Error, times))
		}
	}
	for caption, times := range shown {
		if times > 1 {
			errs = append(errs, fmt.Errorf("%s is published %d times", caption, times))
		}
	}
	if published == 0 {
		errs = append(errs, errors.New("nothing was published"))
	}
	return fmt.Sprintf("%d posts published once, %d failed with a reason", published, failed), errors.Join(errs...)
}
