package live

import (
	"context"
	"hash/maphash"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/httpx"

	"github.com/gramql/gramql/internal/clock"
)

// follower carries out an operation, and a subscription again after each change of its
// state.
type follower struct {
	operation *httpx.Operation
	exec      graphql.GraphExecutor
	deny      func(ast.Operation) *httpx.Refusal
	// draining ends when no one may wait for changes any more.
	draining context.Context //nolint:containedctx // the operation's own does not end then
	// since is the position of what the client was told last; httpx.Nothing for none.
	since int64
	// begin is called before waiting for the first change; nil for nothing to do. Its error
	// means that the client has gone, as that of send does.
	begin func() error
	// send hands on what came of the operation.
	send func(*httpx.Reply) error

	// last is the hash of the answer that the client has.
	last uint64
}

// seed is of the hashes that answers are compared by.
var seed = maphash.MakeSeed()

// follow sends an answer, and those that follow it until the state is final. It reports
// whether nothing more will come: rather than that the client has gone, or must.
func (f *follower) follow(ctx context.Context) (complete bool) {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(f.draining, stop)()
	for first := true; ; first = false {
		var following *httpx.Following
		var refused bool
		var err error
		apart(func() { following, refused, err = f.once(ctx, first) })
		switch {
		case err != nil:
			return false
		case refused: // no place, or no time: the state stays
			if !clock.Pause(waiting, again) {
				return false
			}
			continue
		case following == nil || following.Changed == nil:
			return true
		}
		if f.begin != nil && f.begin() != nil {
			return false
		}
		if _, err = following.Changed(waiting, following.Position); err != nil {
			return false
		}
	}
}

// once carries the operation out, sends what is news to the client, and returns how a
// subscription goes on. An answer that comes again may be refused.
func (f *follower) once(ctx context.Context, first bool) (following *httpx.Following, refused bool, err error) {
	copied := *f.operation
	copied.Told = f.since
	reply := copied.Run(ctx, f.exec, f.deny)
	defer reply.End()
	if !first && reply.Refused != nil {
		return nil, true, nil
	}
	following = reply.Following
	if following != nil {
		known := first && following.Position == f.since
		f.since = following.Position
		if known || following.Quiet {
			return following, false, nil
		}
	}
	if hash := hashOf(&reply); first || hash == 0 || hash != f.last || following != nil && following.Each {
		f.last = hash
		err = f.send(&reply)
	}
	return following, false, err
}

// apart runs a function on a goroutine of its own. What is carried out takes a deep stack,
// which would stay for as long as a subscription waits.
func apart(f func()) {
	ended := make(chan any, 1)
	go func() {
		defer func() { ended <- recover() }()
		f()
	}()
	if defect := <-ended; defect != nil {
		panic(defect)
	}
}

// hashOf returns a number by which two answers are the same to a client: they differ at
// most in how they came about. An answer with errors is like no other.
func hashOf(reply *httpx.Reply) uint64 {
	if reply.Response == nil || len(reply.Response.Errors) > 0 {
		return 0
	}
	return maphash.Bytes(seed, reply.Response.Data) | 1
}
