// Package clock is a clock that tests can set ahead: what takes weeks at Meta's
// servers, such as the end of a token, can then be seen at once.
package clock

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// fileName is the file in which a clock keeps how far it is ahead.
const fileName = "clock"

// Farthest is the most that a clock can be ahead.
const Farthest = 20 * 365 * 24 * time.Hour

// ErrTooFar says that a clock would be ahead by more than Farthest.
var ErrTooFar = errors.New("the clock can be set ahead by 20 years at most")

// ErrBackward says that a clock was to be set back, as no clock can be: what has
// ended would begin again.
var ErrBackward = errors.New("the clock can only be set ahead")

// Clock tells the machine's time and how far it was set ahead. It may be used by
// many goroutines at once.
type Clock struct {
	file  string
	ahead atomic.Int64

	mu sync.Mutex // held while ahead changes
}

// Open returns the clock of a data folder, as far ahead as it was left there.
func Open(dir string) (*Clock, error) {
	c := &Clock{file: filepath.Join(dir, fileName)}
	text, err := os.ReadFile(c.file)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, err
	}
	ahead, err := time.ParseDuration(strings.TrimSpace(string(text)))
	if err != nil || ahead < 0 || ahead > Farthest {
		return nil, &fs.PathError{Op: "read", Path: c.file, Err: errors.New("it says no time to be ahead; gramql reset removes it")}
	}
	c.ahead.Store(int64(ahead))
	return c, nil
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time { return time.Now().Add(c.Ahead()) }

// Ahead returns how far the clock is ahead of the machine's.
func (c *Clock) Ahead() time.Duration { return time.Duration(c.ahead.Load()) }

// Advance sets the clock ahead, further than it is. The error is ErrBackward,
// ErrTooFar, or that the data folder could not be written.
func (c *Clock) Advance(by time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch ahead := c.Ahead(); {
	case by < 0:
		return ErrBackward
	case by > Farthest-ahead:
		return ErrTooFar
	default:
		return c.set(ahead + by)
	}
}

// set writes how far the clock is ahead into its file, and sets it.
func (c *Clock) set(ahead time.Duration) error {
	fresh := c.file + ".new"
	if err := os.WriteFile(fresh, []byte(ahead.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	if err := os.Rename(fresh, c.file); err != nil {
		return fmt.Errorf("keep the clock: %w", err)
	}
	c.ahead.Store(int64(ahead))
	return nil
}

// Reset sets the clock to the machine's time.
func (c *Clock) Reset() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := Remove(filepath.Dir(c.file)); err != nil {
		return err
	}
	c.ahead.Store(0)
	return nil
}

// Remove removes what a clock keeps in a data folder.
func Remove(dir string) error {
	if err := os.Remove(filepath.Join(dir, fileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
