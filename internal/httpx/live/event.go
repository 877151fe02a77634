package live

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gramql/gramql/internal/httpx"
)

// errAnswered ends a stream that did not begin, for its request is answered.
var errAnswered = errors.New("answered without a stream")

// events are written to one client.
type events struct {
	http.ResponseWriter
	control *http.ResponseController

	mu    sync.Mutex // held by whoever writes
	begun bool
	beat  *time.Timer
}

func newEvents(w http.ResponseWriter) *events {
	return &events{ResponseWriter: w, control: http.NewResponseController(w)}
}

// begin sends what comes before the first event, once.
func (e *events) begin() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.begun {
		return nil
	}
	e.begun = true
	_ = e.control.SetReadDeadline(time.Time{}) // else net/http takes a silent client for one that left
	header := e.Header()
	header["Content-Type"] = []string{eventStream + "; charset=utf-8"}
	header["Cache-Control"] = []string{"private, no-store"}
	header["X-Accel-Buffering"] = []string{"no"} // nginx would keep events until its buffer is full
	header["X-Content-Type-Options"] = []string{"nosniff"}
	header.Add("Vary", "Accept, Authorization")
	e.WriteHeader(http.StatusOK)
	e.beat = time.AfterFunc(beat, e.heartbeat)
	return e.write([]byte(comment))
}

// isBegun reports whether the client was sent anything.
func (e *events) isBegun() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.begun
}

// comment is what is sent when there is nothing to say: clients read over it.
const comment = ":\n\n"

// heartbeat keeps proxies from cutting a silent stream, and finds out who has gone.
func (e *events) heartbeat() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.beat == nil || e.write([]byte(comment)) != nil {
		return
	}
	e.beat.Reset(beat)
}

// end has nothing more written.
func (e *events) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.beat != nil {
		e.beat.Stop()
		e.beat = nil
	}
}

// next sends an answer, and the position with which a client may come back for what
// follows.
func (e *events) next(following *httpx.Following, data []byte) error {
	if err := e.begin(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	var head []byte
	if following != nil {
		head = append(strconv.AppendInt(append(head, "id: "...), following.Position, 10), '\n')
	}
	if err := e.write(append(head, "event: next\ndata: "...)); err != nil {
		return err
	}
	oneLine(data)
	if err := e.write(data); err != nil {
		return err
	}
	return e.write([]byte("\n\n"))
}

// oneLine takes the line breaks out of JSON, where they stand between its parts only: an
// event's line would end there.
func oneLine(text []byte) {
	for _, sign := range []byte{'\n', '\r'} {
		for at := bytes.IndexByte(text, sign); at >= 0; at = bytes.IndexByte(text, sign) {
			text[at] = ' '
		}
	}
}

// complete says that nothing more will come.
func (e *events) complete() {
	if e.begin() != nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.write([]byte("event: complete\ndata: \n\n"))
}

// write writes a text in pieces, each in the time that a client may take. The caller holds
// the lock.
func (e *events) write(text []byte) error {
	for len(text) > 0 {
		n := min(piece, len(text))
		if err := e.control.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
			return err
		}
		if _, err := e.Write(text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	return e.control.Flush()
}

// abandon cuts the client off, whatever is being written.
func (e *events) abandon() { _ = e.control.SetWriteDeadline(past) }
