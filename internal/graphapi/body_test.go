package graphapi

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"testing"
)

func TestReadBody_keepsAnswersApart(t *testing.T) {
	for i := range 50 {
		want := strconv.Itoa(i)
		body, err := readBody(&http.Response{ContentLength: -1, Body: io.NopCloser(bytes.NewBufferString(want))})
		if err != nil || string(body) != want {
			t.Fatalf("answer %s is %s, %v", want, body, err)
		}
	}
}
