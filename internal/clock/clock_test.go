package clock_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/clock"
)

func TestClock_staysAheadWhenItIsOpenedAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for range 2 {
		if err := open(t, dir).Advance(36 * time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	c := open(t, dir)
	if ahead := c.Ahead(); ahead != 72*time.Hour {
		t.Errorf("ahead by %s", ahead)
	}
	if off := c.Now().Sub(time.Now().Add(72 * time.Hour)).Abs(); off > time.Minute {
		t.Errorf("off by %s", off)
	}
}

func TestClock_isTheMachinesAfterReset(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := open(t, dir)
	for range 2 { // set ahead, and not
		if err := errors.Join(c.Advance(time.Hour), c.Reset(), c.Reset()); err != nil {
			t.Fatal(err)
		}
		if c.Ahead() != 0 || open(t, dir).Ahead() != 0 {
			t.Errorf("ahead by %s, and by %s when opened again", c.Ahead(), open(t, dir).Ahead())
		}
	}
}

func TestClock_goesNeitherBackNorOutOfSight(t *testing.T) {
	t.Parallel()
	c := open(t, t.TempDir())
	if err := c.Advance(-time.Second); !errors.Is(err, clock.ErrBackward) {
		t.Errorf("back: %v", err)
	}
	if err := c.Advance(clock.Farthest); err != nil {
		t.Errorf("as far as it goes: %v", err)
	}
	if err := c.Advance(1); !errors.Is(err, clock.ErrTooFar) {
		t.Errorf("farther: %v", err)
	}
}

func TestOpen_refusesAFileThatSaysNoTime(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "soon", "-1h", "999999h"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "clock"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := clock.Open(dir); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func open(t *testing.T, dir string) *clock.Clock {
	t.Helper()
	c, err := clock.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
