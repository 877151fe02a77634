package live

import (
	"context"
	"errors"
	"time"

	"github.com/coder/websocket"
)

var errEnded = errors.New("the operation has ended")

// send writes a message that belongs to no operation.
func (s *socket) send(m message) { _ = s.write(m.text(), nil) }

// write writes a message, unless it is not wanted any more when its turn has come. Of those
// who write, one after another has a turn; each waits until its message is written, so that
// there are no more of them than operations. A client that does not read is cut.
func (s *socket) write(text []byte, wanted func() bool) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if wanted != nil && !wanted() {
		return errEnded
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	late := time.AfterFunc(writeTime, cancel) // which closes the socket
	defer late.Stop()
	if len(text) <= piece {
		return s.conn.Write(ctx, websocket.MessageText, text)
	}
	w, err := s.conn.Writer(ctx, websocket.MessageText)
	if err != nil {
		return err
	}
	for len(text) > 0 {
		late.Reset(writeTime)
		n := min(piece, len(text))
		if _, err := w.Write(text[:n]); err != nil {
			return err
		}
		text = text[n:]
	}
	late.Reset(writeTime)
	return w.Close()
}

// abandon cuts the client off, whatever is being written.
func (s *socket) abandon() { _ = s.network.SetDeadline(past) }
