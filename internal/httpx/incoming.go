package httpx

import (
	"io"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/memory"
)

// past is a deadline that ends a read or a write under way.
var past = time.Unix(1, 0)

// incoming is the body of a request whose bytes are counted as they are read.
type incoming struct {
	io.Reader
	hold *memory.Hold
}

// newIncoming begins to count a request's body. Its hold must be released.
func newIncoming(bound *memory.Bound, of memory.Owner, w http.ResponseWriter, body io.Reader) incoming {
	return incoming{body, bound.Hold(of, func() { _ = http.NewResponseController(w).SetReadDeadline(past) })}
}

func (i incoming) Read(into []byte) (int, error) {
	n, err := i.Reader.Read(into)
	i.hold.Grow(n)
	return n, err
}
