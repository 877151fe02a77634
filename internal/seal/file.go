package seal

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// File is the ring of a file, as the file is: a ring that is changed is taken up while
// the program runs. It may be used by many goroutines at once.
type File struct {
	path string
	log  *slog.Logger
	ring atomic.Pointer[Ring] // empty if there is no file yet

	mu     sync.Mutex
	looked time.Time
	failed string // why the file could not be read when it was last looked at
}

// OpenFile reads the ring of a file. There need be none yet: Need makes it. Errors are
// those of ReadRing.
func OpenFile(path string, log *slog.Logger) (*File, error) {
	f := &File{path: path, log: log}
	r, err := ReadRing(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f.ring.Store(&r)
	return f, nil
}

// Path returns the file's path.
func (f *File) Path() string { return f.path }

// Ring returns the keys that the file has.
func (f *File) Ring() Ring { return *f.ring.Load() }

// Need makes the file, with one key, if there is none.
func (f *File) Need() error {
	if len(f.Ring().keys) > 0 {
		return nil
	}
	if err := makeRing(f.path); err != nil {
		return err
	}
	return f.look(0)
}

// Seal returns the seal for one purpose, under the keys that the file has.
func (f *File) Seal(purpose string) Seal {
	type derived struct {
		from *Ring
		keys *keys
	}
	var last atomic.Pointer[derived]
	return Seal{func() *keys {
		ring := f.ring.Load()
		if d := last.Load(); d != nil && d.from == ring {
			return d.keys
		}
		fresh := &derived{ring, ring.derive(purpose)}
		last.Store(fresh)
		return fresh.keys
	}}
}

// lookPause is how often the file is looked at, and impatience how often at most when
// a key is not in it.
const (
	lookPause  = 3 * time.Second
	impatience = 500 * time.Millisecond
)

// Follow takes up what becomes of the file, until the context ends, and calls a
// function when its keys are others.
func (f *File) Follow(ctx context.Context, changed func()) {
	tick := time.NewTicker(lookPause)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		before := f.ring.Load()
		_ = f.look(0) // it logs what is wrong
		if f.ring.Load() != before {
			changed()
		}
	}
}

// look reads the file again, unless it has just been read. A file that cannot be read
// changes nothing: the keys that are known go on.
func (f *File) look(pause time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if time.Since(f.looked) < pause {
		return nil
	}
	f.looked = time.Now()
	r, err := ReadRing(f.path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) && len(f.Ring().keys) == 0 {
			return nil // it is not needed yet
		}
		if f.failed != err.Error() {
			f.failed = err.Error()
			f.log.Error("the ring of keys cannot be read; its last keys stay in use", "error", err)
		}
		return err
	}
	f.failed = ""
	if !same(r, f.Ring()) {
		f.ring.Store(&r)
		f.log.Info("the ring of keys has changed", "keys", r.IDs())
	}
	return nil
}

func same(a, b Ring) bool {
	return slices.EqualFunc(a.keys, b.keys, func(a, b ringKey) bool {
		return a.id == b.id && slices.Equal(a.secret, b.secret)
	})
}
