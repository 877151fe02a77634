package admission_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/admission"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// door tells in which order operations come in. It is used in a bubble, where
// everybody who waits has begun to when settle returns.
type door struct {
	*admission.Gate
	entered []string
	refused []string
}

func open(l admission.Limits) *door { return &door{Gate: admission.New(l)} }

// come has operations ask one after the other: "a", "b" are viewers.
func (d *door) come(ctx context.Context, viewers ...string) {
	for _, viewer := range viewers {
		go func() {
			if err := d.Enter(ctx, viewer); err != nil {
				d.refused = append(d.refused, viewer)
				return
			}
			d.entered = append(d.entered, viewer)
		}()
		synctest.Wait()
	}
}

// leave has so many of those inside go out.
func (d *door) leave(n int) {
	for range n {
		d.Leave()
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
		d := open(admission.Limits{Inside: 2, Waiting: 1, Wait: time.Second})
		d.come(t.Context(), "a", "b", "c", "d")
		d.want(t, "a b", "d")
		d.leave(1)
		d.want(t, "a b c", "d")
		d.leave(2)
		d.come(t.Context(), "e", "f")
		d.want(t, "a b c e f", "d")
	})
}

func TestGate_letsViewersInByTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(admission.Limits{Inside: 1, Waiting: 10, Wait: time.Second})
		d.come(t.Context(), "heavy", "heavy", "heavy", "heavy", "light", "other", "light")
		d.leave(6)
		d.want(t, "heavy heavy light other heavy light heavy", "")
	})
}

func TestGate_takesAPlaceFromWhoHasMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := open(admission.Limits{Inside: 1, Waiting: 3, Wait: time.Second})
		d.come(t.Context(), "heavy", "heavy", "heavy", "heavy", "heavy")
		d.want(t, "heavy", "heavy")
		d.come(t.Context(), "light")
		d.want(t, "heavy", "heavy heavy")
		d.come(t.Context(), "light") // would have as many as the one whose place it took
		d.want(t, "heavy", "heavy heavy light")
		d.leave(3)
		d.want(t, "heavy heavy light heavy", "heavy heavy light")
	})
}

func TestGate_letsNobodyWaitTooLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := admission.New(admission.Limits{Inside: 1, Waiting: 1, Wait: time.Second})
		if err := g.Enter(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := g.Enter(t.Context(), "b"); !errors.Is(err, admission.ErrFull) || time.Since(began) != time.Second {
			t.Errorf("error %v after %v", err, time.Since(began))
		}
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, leave)
		if err := g.Enter(ctx, "b"); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v of who went away", err)
		}
		g.Leave()
		if err := g.Enter(t.Context(), "c"); err != nil {
			t.Errorf("those who gave up hold a place: %v", err)
		}
	})
}

func TestGate_losesNoPlaceToThoseWhoGiveUp(t *testing.T) {
	const inside = 4
	g := admission.New(admission.Limits{Inside: inside, Waiting: 50, Wait: time.Millisecond})
	done := make(chan struct{})
	for i := range 200 {
		go func() {
			defer func() { done <- struct{}{} }()
			for n := range 50 {
				ctx, stop := context.WithTimeout(t.Context(), time.Duration(n%3)*time.Millisecond)
				if g.Enter(ctx, fmt.Sprint(i%7)) == nil {
					g.Leave()
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
		let = append(let, g.Enter(late, "x") == nil)
	}
	if !slices.Equal(let, []bool{true, true, true, true, false}) {
		t.Errorf("of %d places, these are left: %v", inside, let)
	}
}

func TestGate_ofNothingLetsEverybodyIn(t *testing.T) {
	var g *admission.Gate
	if err := g.Enter(t.Context(), "a"); err != nil {
		t.Error(err)
	}
	g.Leave()
}
