package network

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// closing is a body that fails to close.
type closing struct {
	io.Reader
	closed int
}

var errClosing = errors.New("it does not close")

func (c *closing) Close() error {
	c.closed++
	return errClosing
}

func TestPacked_isOverWhenItIsClosed(t *testing.T) {
	var text bytes.Buffer
	packer := gzip.NewWriter(&text)
	_, _ = io.WriteString(packer, strings.Repeat("right", 100))
	_ = packer.Close()
	for _, read := range []int{0, 10, 1000} {
		from := &closing{Reader: bytes.NewReader(text.Bytes())}
		response := &http.Response{Header: http.Header{"Content-Encoding": {"GZIP"}}, Body: from}
		unpack(response)
		n, err := io.ReadFull(response.Body, make([]byte, read))
		if n != min(read, 500) || read < 500 && err != nil {
			t.Errorf("%d of %d bytes are read: %v", n, read, err)
		}
		if err := response.Body.Close(); !errors.Is(err, errClosing) || from.closed != 1 {
			t.Errorf("after %d bytes: closed %d times, with %v", read, from.closed, err)
		}
		want := http.ErrBodyReadAfterClose
		if read == 1000 {
			want = io.EOF
		}
		if n, err := response.Body.Read(make([]byte, 10)); n != 0 || !errors.Is(err, want) {
			t.Errorf("after %d bytes and the close, %d more are read: %v", read, n, err)
		}
	}
}

func TestPacked_leavesWhatIsPackedInNoOrAnotherWay(t *testing.T) {
	for _, coding := range []string{"", "br", "identity"} {
		from := &closing{Reader: strings.NewReader("right")}
		response := &http.Response{Header: http.Header{"Content-Encoding": {coding}}, Body: from, ContentLength: 5}
		if unpack(response); response.Body != from || response.ContentLength != 5 || response.Header.Get("Content-Encoding") != coding {
			t.Errorf("%q: %+v", coding, response)
		}
	}
}
