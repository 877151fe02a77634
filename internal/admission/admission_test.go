package admission

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/viewer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// door tells in which order operations come in. It is used in a bubble, where
// everybody who waits has begun to when a method returns. Tokens are known, but for
// those that begin with "?".
type door struct {
	*Gate
	notes   sync.Mutex // of the lists below
	inside  []*Ticket  // the first to come is first
	entered []string
	refused []string
}

// viewerOf returns the viewer with a token of up to 16 bytes.
func viewerOf(token string) (id viewer.ID) {
	copy(id[:], token)
	return id
}

func open(l Limits) *door { return &door{Gate: New(l)} }

// come has operations ask one after the other. "home/ann" is an operation of the
// token ann at the address home, "ann" one of hers at an address of her own, and
// "ann*3" one that takes three places.
func (d *door) come(ctx context.Context, callers ...string) {
	for _, name := range callers {
		who, size := name, 1
		if without, places, ok := strings.Cut(name, "*"); ok {
			who = without
			_, _ = fmt.Sscan(places, &size)
		}
		address, token, ok := strings.Cut(who, "/")
		if !ok {
			token = address
		}
		c := Caller{Address: address, Viewer: viewerOf(token)}
		if !strings.HasPrefix(token, "?") {
			d.Vouch(c.Viewer)
		}
		go func() {
			t, err := d.Enter(ctx, c)
			if err == nil && size > 1 {
				err = t.Widen(ctx, Need{Cost: (size - 1) * CostOfPlace})
			}
			d.notes.Lock()
			defer d.notes.Unlock()
			if err != nil {
				d.refused = append(d.refused, name)
				return
			}
			d.inside, d.entered = append(d.inside, t), append(d.entered, name)
		}()
		synctest.Wait()
	}
}

// leave has so many of those inside go out.
func (d *door) leave(n int) {
	for range n {
		first := d.inside[0]
		d.inside = d.inside[1:]
		first.Leave()
		synctest.Wait()
	}
}

func (d *door) want(t *testing.T, entered, refused string) {
	t.Helper()
	if got := strings.Join(d.entered, " "); got != entered {
		t.Errorf("let in: %q, want %q", got, entered)
	}
	if got := strings.Join(d.refused, " "); got != refused {
		t.Errorf("refused: %q, want %q", got, refused)
	}
}

func TestGate_letsInAsManyAsItMayAndTheNextWhenOneLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 2, Waiting: 1, Wait: time.Second})
		d.come(t.Context(), "a", "b", "c", "d")
		d.want(t, "a b", "d")
		d.leave(1)
		d.want(t, "a b c", "d")
		d.leave(2)
		d.come(t.Context(), "e", "f")
		d.want(t, "a b c e f", "d")
	})
}

func TestGate_letsTokensOfOneAddressInByTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 10, Wait: time.Second})
		d.come(t.Context(), "home/heavy", "home/heavy", "home/heavy", "home/heavy", "home/light", "home/other", "home/light")
		d.leave(6)
		d.want(t, "home/heavy home/light home/other home/heavy home/light home/heavy home/heavy", "")
	})
}

func TestGate_letsAddressesInByTurnsHoweverManyTokensOneHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 10, Wait: time.Second})
		d.come(t.Context(), "mill/1", "mill/2", "mill/3", "mill/4", "home/ann", "home/ann")
		d.leave(5)
		d.want(t, "mill/1 home/ann mill/2 home/ann mill/3 mill/4", "")
	})
}

func TestGate_letsWhoRestedInBeforeWhoWasServedMeanwhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 10, Wait: time.Second})
		d.come(t.Context(), "a", "b", "c")
		d.leave(2)
		d.come(t.Context(), "a", "b", "quiet")
		d.leave(3)
		d.want(t, "a b c quiet a b", "")
	})
}

func TestGate_takesAPlaceFromWhoHasMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 3, Wait: time.Second})
		d.come(t.Context(), "heavy", "heavy", "heavy", "heavy", "heavy")
		d.want(t, "heavy", "heavy")
		d.come(t.Context(), "light")
		d.want(t, "heavy", "heavy heavy")
		d.leave(3)
		d.want(t, "heavy light heavy heavy", "heavy heavy")
	})
}

func TestGate_takesAPlaceFromTheTokenOfAnAddressThatHasMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 3, Wait: time.Second})
		d.come(t.Context(), "home/heavy", "home/heavy", "home/heavy", "home/heavy", "home/light")
		d.want(t, "home/heavy", "home/heavy")
		d.leave(2)
		d.want(t, "home/heavy home/light home/heavy", "home/heavy")
	})
}

func TestGate_givesStrangersAnEighthOfThePlacesAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 16, Waiting: 100, Wait: time.Second})
		for i := range 50 {
			d.come(t.Context(), fmt.Sprintf("mill/?%d", i))
		}
		d.want(t, "mill/?0 mill/?1", "")
		d.come(t.Context(), "home/ann")
		d.want(t, "mill/?0 mill/?1 home/ann", "")
		d.leave(1)
		d.want(t, "mill/?0 mill/?1 home/ann mill/?2", "")
	})
}

func TestGate_takesATokenForAStrangersAgainWhenItWorksNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 8, Waiting: 0, Wait: time.Second})
		d.come(t.Context(), "home/ann", "home/ann")
		d.Doubt(viewerOf("ann"))
		for range 2 {
			if ticket, err := d.Enter(t.Context(), Caller{Address: "home", Viewer: viewerOf("ann")}); err == nil {
				d.inside = append(d.inside, ticket)
			}
		}
		if len(d.inside) != 3 {
			t.Errorf("%d operations are inside, want the two from before and one stranger's", len(d.inside))
		}
	})
}

func TestGate_givesCostlyOperationsHalfOfThePlacesAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 16, Waiting: 100, Wait: time.Second})
		d.come(t.Context(), "a*4", "b*4", "c*4", "light", "light")
		d.want(t, "a*4 b*4 light light", "")
		d.leave(1)
		d.want(t, "a*4 b*4 light light c*4", "")
	})
}

func TestGate_letsInAnOperationThatTakesMorePlacesThanThereAreWhenTheRoomIsEmpty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 4, Waiting: 100, Wait: time.Second})
		d.come(t.Context(), "a*50", "b*50")
		d.want(t, "a*50", "")
		d.leave(1)
		d.want(t, "a*50 b*50", "")
	})
}

func TestGate_letsNobodyWaitTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := New(Limits{Inside: 1, Waiting: 1, Wait: time.Second})
		inside, err := g.Enter(t.Context(), Caller{Viewer: viewerOf("a")})
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := g.Enter(t.Context(), Caller{Viewer: viewerOf("b")}); !errors.Is(err, ErrFull) || time.Since(began) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, leave)
		if _, err := g.Enter(ctx, Caller{Viewer: viewerOf("b")}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v of who went away", err)
		}
		inside.Leave()
		if _, err := g.Enter(t.Context(), Caller{Viewer: viewerOf("c")}); err != nil {
			t.Errorf("those who gave up hold a place: %v", err)
		}
	})
}

func TestGate_letsNobodyWaitForLongerThanAnOperationTakesInAQueueThatStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 1000, Wait: time.Minute, Delay: time.Millisecond})
		for range 200 { // operations take 20 ms, and four come in that time
			d.come(t.Context(), "a", "b")
			time.Sleep(10 * time.Millisecond)
			d.come(t.Context(), "a", "b")
			time.Sleep(10 * time.Millisecond)
			d.leave(1)
		}
		d.come(t.Context(), "a")
		began := time.Now()
		_, err := d.Enter(t.Context(), Caller{Viewer: viewerOf("a"), Address: "a"})
		if waited := time.Since(began); !errors.Is(err, ErrFull) || waited > 25*time.Millisecond {
			t.Errorf("error %v after %v, though operations take 20 ms", err, waited)
		}
		for len(d.inside) > 0 {
			d.leave(1)
		}
	})
}

func TestGate_letsWhoHasHadLeastWaitInAQueueThatStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 1000, Wait: time.Minute, Delay: time.Millisecond})
		for range 200 {
			d.come(t.Context(), "a", "b")
			time.Sleep(10 * time.Millisecond)
			d.come(t.Context(), "a", "b")
			time.Sleep(10 * time.Millisecond)
			d.leave(1)
		}
		d.come(t.Context(), "quiet")
		time.Sleep(30 * time.Millisecond) // longer than others may wait
		d.leave(1)
		if last := d.entered[len(d.entered)-1]; last != "quiet" {
			t.Errorf("%s was let in, not who had had nothing", last)
		}
		d.leave(len(d.inside))
	})
}

func TestGate_letsNobodyBeLateInAQueueOfManyWhoHaveHadNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 1000, Wait: time.Minute, Delay: time.Millisecond})
		for n := range 500 { // operations take 20 ms, and ten callers come in that time
			if n%10 == 9 {
				d.leave(1)
			}
			d.come(t.Context(), fmt.Sprint("caller", n))
			time.Sleep(2 * time.Millisecond)
		}
		came := time.Now()
		ticket, err := d.Enter(t.Context(), Caller{Viewer: viewerOf("last"), Address: "last"})
		if waited := time.Since(came); !errors.Is(err, ErrFull) || waited > 40*time.Millisecond {
			t.Errorf("error %v after %v, though operations take 20 ms", err, waited)
		}
		ticket.Leave()
		d.leave(len(d.inside))
	})
}

func TestGate_doesNotCountWhoIsRefusedAsRested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 1, Waiting: 2, Wait: time.Minute})
		d.come(t.Context(), "inside", "a", "b", "greedy")
		d.want(t, "inside", "greedy")
		d.leave(2)
		d.come(t.Context(), "greedy", "quiet")
		d.leave(2)
		d.want(t, "inside a b quiet greedy", "greedy")
		d.leave(1)
	})
}

func TestGate_takesNoPlacesFromOthersForWhatIsInsideFromBetterTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(Limits{Inside: 100, Waiting: 10, Wait: time.Minute, Delay: time.Millisecond})
		d.come(t.Context(), "costly*50")
		for range 10 {
			d.adapt(pressure{delay: 2 * time.Millisecond})
		}
		d.come(t.Context(), "a", "b", "c", "d", "e", "f")
		d.want(t, "costly*50 a b c d e f", "")
		d.leave(len(d.inside))
	})
}

func TestGate_losesNoPlaceToThoseWhoGiveUp(t *testing.T) {
	const inside = 4
	g := New(Limits{Inside: inside, Waiting: 50, Wait: time.Millisecond})
	for i := range 7 {
		g.Vouch(viewerOf(fmt.Sprint(i)))
	}
	g.Vouch(viewerOf("x"))
	done := make(chan struct{})
	for i := range 200 {
		go func() {
			defer func() { done <- struct{}{} }()
			for n := range 50 {
				ctx, stop := context.WithTimeout(t.Context(), time.Duration(n%3)*time.Millisecond)
				if ticket, err := g.Enter(ctx, Caller{Viewer: viewerOf(fmt.Sprint(i % 7))}); err == nil {
					_ = ticket.Widen(ctx, Need{Bytes: n % 4 * BytesOfPlace})
					ticket.Leave()
				}
				stop()
			}
		}()
	}
	for range 200 {
		<-done
	}
	late, stop := context.WithCancel(t.Context())
	stop()
	let := []bool{}
	for range inside + 1 {
		_, err := g.Enter(late, Caller{Viewer: viewerOf("x")})
		let = append(let, err == nil)
	}
	if !slices.Equal(let, []bool{true, true, true, true, false}) {
		t.Errorf("of %d places, these are left: %v", inside, let)
	}
}

func TestGate_ofNothingLetsEverybodyIn(t *testing.T) {
	var g *Gate
	ticket, err := g.Enter(t.Context(), Caller{Viewer: viewerOf("a")})
	if err != nil || ticket.Widen(t.Context(), Need{Cost: 1e6}) != nil || ticket.Refused() != nil {
		t.Error("refused")
	}
	ticket.Leave()
	if !g.Knows(viewerOf("a")) {
		t.Error("unknown")
	}
	g.Vouch(viewerOf("a"))
	g.Doubt(viewerOf("a"))
	g.Adapt(t.Context())
}
