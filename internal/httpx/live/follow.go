package live

import (
	"context"
	"errors"
	"hash/maphash"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/httpx"
	"github.com/gramql/gramql/internal/problem"
)

// errSignedOut ends what is answered to somebody who may not ask any more.
var errSignedOut = problem.New(problem.Unauthenticated, "the session or the credential has ended, or the access to its account was taken back",
	"Sign in again, or ask by another credential.")

// isSignedOut reports whether a context has ended with errSignedOut.
func isSignedOut(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errSignedOut) }

// partingTime is how long it may take to tell somebody who may not ask any more that it is so.
const partingTime = 2 * time.Second

// follower carries out an operation, and a subscription again after each change of its
// state.
type follower struct {
	operation *httpx.Operation
	exec      graphql.GraphExecutor
	deny      func(ast.Operation) *httpx.Refusal
	// draining ends when no one may wait for changes any more.
	draining context.Context //nolint:containedctx // the operation's own does not end then
	// before is what the client was told before.
	before httpx.Before
	// begin is called before waiting for the first change; nil for nothing to do. Its error
	// means that the client has gone, as that of send does.
	begin func() error
	// send hands on what came of the operation.
	send func(*httpx.Reply) error
	// fail hands on why nothing more comes.
	fail func(*graphql.Response) error

	// last is the hash of the answer that the client has.
	last uint64
	// farewell is that of the answer before.
	farewell bool
}

// seed is of the hashes that answers are compared by.
var seed = maphash.MakeSeed()

// follow sends an answer, and those that follow it until the state is final. It reports
// whether nothing more will come: rather than that the client has gone, or must. Once the
// context ends with errSignedOut, the client hears what ended with that, and the error unless
// the state is final.
func (f *follower) follow(ctx context.Context) (complete bool) {
	if complete = f.tell(ctx); complete || !isSignedOut(ctx) {
		return complete
	}
	parting, done := context.WithTimeout(context.WithoutCancel(ctx), partingTime)
	defer done()
	f.before.Last = true
	for more := f.farewell; more; {
		var following *httpx.Following
		var refused bool
		var err error
		apart(func() { following, refused, err = f.once(parting, false) })
		switch {
		case refused:
			more = clock.Pause(parting, again)
		case err != nil, following == nil:
			more = false
		case following.Changed == nil:
			return true
		default:
			more = !following.Quiet
		}
	}
	return f.fail(failing(parting, f.exec, errSignedOut)) == nil
}

// tell sends an answer, and those that follow it, until the context ends.
func (f *follower) tell(ctx context.Context) (complete bool) {
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
	copied.Told = f.before
	reply := copied.Run(ctx, f.exec, f.deny)
	defer reply.End()
	if isSignedOut(ctx) && reply.Kind != ast.Mutation { // whose outcome is told all the same
		return nil, false, errSignedOut
	}
	if !first && reply.Refused != nil {
		return nil, true, nil
	}
	following = reply.Following
	if following != nil {
		known := first && following.Position == f.before.Position
		f.before.Position, f.before.Seen, f.farewell = following.Position, following.Seen, following.Farewell
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
