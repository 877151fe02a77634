package form_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/gramql/gramql/internal/httpx/form"
)

func TestNegotiateCoding_picksTheCodingThatTheClientLikesBest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		accept []string
		want   form.Coding
	}{
		{nil, form.Identity},
		{[]string{""}, form.Identity},
		{[]string{"gzip"}, form.Gzip},
		{[]string{"GZIP"}, form.Gzip},
		{[]string{"x-gzip"}, form.Gzip},
		{[]string{"zstd"}, form.Zstd},
		{[]string{"br"}, form.Identity},
		{[]string{"deflate, compress"}, form.Identity},
		{[]string{"gzip, deflate, br"}, form.Gzip},
		{[]string{"gzip, deflate, br, zstd"}, form.Zstd},
		{[]string{"gzip;q=1.0, zstd;q=0.9"}, form.Gzip},
		{[]string{"gzip;q=0.5, zstd;q=0.9, br"}, form.Zstd},
		{[]string{"gzip; q=0"}, form.Identity},
		{[]string{"gzip;q=0.000, *;q=0.1"}, form.Zstd},
		{[]string{"*"}, form.Zstd},
		{[]string{"*;q=0"}, form.Identity},
		{[]string{"zstd;q=0, *"}, form.Gzip},
		{[]string{"gzip;q=2"}, form.Identity},
		{[]string{"gzip;q=NaN"}, form.Identity},
		{[]string{"gzip;q=x, zstd"}, form.Zstd},
		{[]string{"gzip;q"}, form.Identity},
		{[]string{"zstd;q=0.5, gzip;q"}, form.Zstd},
		{[]string{"identity"}, form.Identity},
		{[]string{"identity, gzip;q=0.1"}, form.Identity},
		{[]string{"identity;q=1, gzip;q=0.5"}, form.Identity},
		{[]string{"gzip;q=0.5, identity;q=0.4"}, form.Gzip},
		{[]string{"identity, gzip"}, form.Gzip},
		{[]string{"identity;q=0.5, gzip;q=0.5, zstd;q=0.5"}, form.Zstd},
		{[]string{"gzip;q=0.5, zstd;q=0.5"}, form.Zstd},
		{[]string{"gzip;q=0.2"}, form.Gzip},
		{[]string{"identity;q=0"}, form.Identity},
		{[]string{"identity;q=0, gzip;q=0.1"}, form.Gzip},
		{[]string{"identity, *;q=0"}, form.Identity},
		{[]string{"identity;q=0.2, *;q=0.1"}, form.Identity},
		{[]string{"zstd;q=0.5, gzip;q=0.5, *"}, form.Identity},
		{[]string{"gzip;q=0.5, *"}, form.Zstd},
		{[]string{"br, gzip;q=0.8, identity;q=0.1"}, form.Gzip},
		{[]string{"br", "gzip"}, form.Gzip},
		{[]string{strings.Repeat("x,", 31) + "gzip"}, form.Gzip},
		{[]string{strings.Repeat("x,", 32) + "gzip"}, form.Identity},
	} {
		if got, _ := form.NegotiateCoding(http.Header{"Accept-Encoding": c.accept}); got != c.want {
			t.Errorf("%q: %s, want %s", c.accept, got, c.want)
		}
	}
}

func TestNegotiateCoding_tellsWhoTakesNoPlainAnswer(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		"": true, "gzip": true, "gzip, deflate, br": true, "br": true, "*": true, "identity;q=0.1, *;q=0": true,
		"identity;q=0": false, "gzip, identity;q=0": false, "*;q=0": false,
	} {
		if _, got := form.NegotiateCoding(http.Header{"Accept-Encoding": {accept}}); got != want {
			t.Errorf("%q: takes a plain answer: %v, want %v", accept, got, want)
		}
	}
}

func TestCodingOfBody_takesOneGzipAtMost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]form.Coding{
		"": form.Identity, "identity": form.Identity, "gzip": form.Gzip, "X-GZIP": form.Gzip, " identity , gzip": form.Gzip,
		"gzip, gzip": "", "gzip, x-gzip": "", "zstd": "", "br": "", "gzip, br": "",
	} {
		got, ok := form.CodingOfBody(http.Header{"Content-Encoding": {text}})
		if got != want || ok != (want != "") {
			t.Errorf("%q: %s, %v, want %s", text, got, ok, want)
		}
	}
}

func TestPack_packsATextHoweverManyItsParts(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("one text ", 1000)
	for name, parts := range map[string][][]byte{"whole": {[]byte(text)}, "in two parts": {[]byte(text[:9]), []byte(text[9:])}} {
		var packed bytes.Buffer
		form.Pack(&packed, form.Zstd, parts...)
		r, err := zstd.NewReader(&packed)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(r); err != nil || string(got) != text {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		r.Close()
	}
}

func TestUnpack_givesWhatWasPackedUpToALimit(t *testing.T) {
	t.Parallel()
	const text = "one text in three parts"
	var packed, whole, cut bytes.Buffer
	form.Pack(&packed, form.Gzip, []byte(text[:3]), []byte(text[3:9]), []byte(text[9:]))
	again := bytes.NewBuffer(bytes.Clone(packed.Bytes()))
	if err := form.Unpack(&whole, &packed, 1<<10); err != nil || whole.String() != text {
		t.Errorf("%q, %v", &whole, err)
	}
	if err := form.Unpack(&cut, again, 3); err != nil || cut.String() != text[:3] {
		t.Errorf("up to 3 bytes: %q, %v", &cut, err)
	}
	for range 2 { // the second may be read by what the first left
		var none bytes.Buffer
		if err := form.Unpack(&none, bytes.NewBufferString("no gzip"), 1<<10); err == nil || none.Len() > 0 {
			t.Errorf("what is no gzip is unpacked: %q, %v", &none, err)
		}
	}
}
