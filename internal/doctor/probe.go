package doctor

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gramql/gramql/internal/graphapi/transport"
)

// Calls are bounded.
const (
	callTime = 5 * time.Second
	maxBody  = 64 << 10
)

// probe makes single calls, to no other address than they name.
type probe struct{ client *http.Client }

func newProbe() probe {
	own := http.DefaultTransport.(*http.Transport).Clone()
	own.DisableKeepAlives = true
	return probe{&http.Client{
		Transport:     own,
		Timeout:       callTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what came back of a call.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// get makes a call, with a token unless that is empty. The error says in words why no
// answer came, without the address, which may have secrets in it.
func (p probe) get(ctx context.Context, address, token, secret string) (answer, error) {
	if token != "" && secret != "" {
		address += separator(address) + "appsecret_proof=" + transport.Proof([]byte(secret), token)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return answer{}, errors.New("has an address that nobody can ask")
	}
	r.Header.Set("Accept", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := p.client.Do(r)
	if err != nil {
		return answer{}, errors.New(why(err))
	}
	defer func() { _ = got.Body.Close() }() // it was only read
	body, err := io.ReadAll(io.LimitReader(got.Body, maxBody))
	if err != nil {
		return answer{}, errors.New("broke its answer off")
	}
	return answer{got.StatusCode, got.Header, body}, nil
}

func separator(address string) string {
	if strings.Contains(address, "?") {
		return "&"
	}
	return "?"
}

// why says why a call had no answer.
func why(err error) string {
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	var invalid x509.CertificateInvalidError
	var plain tls.RecordHeaderError
	name, isName := errors.AsType[*net.DNSError](err)
	timeout, isNet := errors.AsType[*url.Error](err)
	switch {
	case isName && name.IsNotFound:
		return "has a name that no name server knows"
	case isName:
		return "has a name that could not be looked up"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refuses connections"
	case errors.As(err, &unknown), errors.As(err, &other), errors.As(err, &invalid):
		return "has a certificate that is not trusted here"
	case errors.As(err, &plain):
		return "does not speak TLS"
	case isNet && timeout.Timeout():
		return "does not answer within " + callTime.String()
	}
	return "cannot be reached, or breaks the connection off"
}

// graphError is an error of the Graph API.
type graphError struct {
	Code    int `json:"code"`
	Subcode int `json:"error_subcode"`
}

// read reads the JSON of an answer. It returns the Graph API's error in the answer, and
// whether the answer is one that a Graph API gives.
func (a answer) read(into any) (refused *graphError, ok bool) {
	var body struct {
		Error *graphError `json:"error"`
	}
	if json.Unmarshal(a.body, &body) != nil {
		return nil, false
	}
	if body.Error != nil {
		return body.Error, true
	}
	return nil, a.status == http.StatusOK && json.Unmarshal(a.body, into) == nil
}

// String returns the error by its numbers: nothing is known of what its text holds.
func (g *graphError) String() string {
	text := "error " + strconv.Itoa(g.Code)
	if g.Subcode != 0 {
		text += "/" + strconv.Itoa(g.Subcode)
	}
	return text
}

// asked returns how a number of things is called.
func asked(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
