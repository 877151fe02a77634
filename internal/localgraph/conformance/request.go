package conformance

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// Request returns the case as a request to the server at a base address, with the
// names replaced.
func (c Case) Request(ctx context.Context, base string, values Values) (*http.Request, error) {
	method, target, text := http.MethodGet, c.Get, values.Expand(c.TextIn)
	switch {
	case c.Post != "":
		method, target = http.MethodPost, c.Post
	case c.Delete != "":
		method, target = http.MethodDelete, c.Delete
	}
	if method != http.MethodGet {
		form := url.Values{}
		for name, value := range c.Form {
			form.Set(name, values.Expand(value))
		}
		text = form.Encode() + text
	}
	r, err := http.NewRequestWithContext(ctx, method, base+escape(values.Expand(target)), strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%s: the address of the request is malformed", c.Title())
	}
	if text == "" {
		r.Body, r.GetBody, r.ContentLength = http.NoBody, nil, 0
	}
	if method != http.MethodGet {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range c.Header {
		r.Header.Set(name, values.Expand(value))
	}
	return r, nil
}

// escape escapes what cases write as it is, for them to be read, and no URL may have.
func escape(target string) string {
	var b strings.Builder
	for i := range len(target) {
		switch c := target[i]; {
		case c <= ' ', c >= 0x7f, strings.IndexByte("{}[]\"<>|\\^`", c) >= 0:
			_, _ = fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// version is the version of the Graph API that the cases are about.
const version = "v27.0"

var versioned = regexp.MustCompile(`^/v\d+\.\d+(/|$|\?)`)

// InVersion returns the case as one about another version. A case that names a version
// which is not the suite's keeps it.
func (c Case) InVersion(v string) Case {
	for _, target := range []*string{&c.Get, &c.Post, &c.Delete} {
		rest, ok := strings.CutPrefix(*target, "/"+version)
		switch {
		case *target == "":
		case ok:
			*target = "/" + v + rest
		case !versioned.MatchString(*target):
			*target = "/" + v + *target
		}
	}
	return c
}
