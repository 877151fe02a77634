package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Calls to Meta are bounded.
const (
	callTime = 15 * time.Second
	maxBody  = 64 << 10
)

// RefusedError is Meta's refusal. Its text is not kept: nothing is known of what is in it.
type RefusedError struct {
	step          string
	code, subcode int
	// Status is that of the answer.
	Status int
	// OfApp refusals are about the app: its id, its secret or its redirect addresses.
	OfApp bool
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("Meta refused to %s: status %d, code %d, subcode %d", e.step, e.Status, e.code, e.subcode)
}

// Why nothing came of a call.
var (
	ErrNoAnswer  = errors.New("no answer came from Meta")
	errOddAnswer = errors.New("the answer from Meta could not be read")
)

// newHTTP returns the client of calls that carry secrets: each is made once, and goes
// to no other address. A code works only once, so a call is never repeated on a
// connection that has turned out dead.
func newHTTP() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return &http.Client{
		Transport:     transport,
		Timeout:       callTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// call makes a call, and reads the JSON of its answer. A step says what it is for.
func (c *Client) call(r *http.Request, step string, into any) error {
	r.Header.Set("Accept", "application/json")
	answer, err := c.http.Do(r)
	if err != nil {
		return fmt.Errorf("%w when asked to %s", ErrNoAnswer, step) // the error has the address in it, with secrets
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	switch {
	case err != nil:
		return fmt.Errorf("%w when asked to %s", ErrNoAnswer, step)
	case len(text) > maxBody:
		return fmt.Errorf("%w when asked to %s", errOddAnswer, step)
	}
	if why := refusalIn(text); why != nil || answer.StatusCode != http.StatusOK {
		if why == nil {
			why = &RefusedError{}
		}
		why.step, why.Status = step, answer.StatusCode
		return why
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.UseNumber()
	if decoder.Decode(into) != nil {
		return fmt.Errorf("%w when asked to %s", errOddAnswer, step)
	}
	return nil
}

// refusalIn returns the refusal in an answer, which may have any status; nil for none.
// Instagram's window has a form of its own.
func refusalIn(text []byte) *RefusedError {
	var body struct {
		Error *struct {
			Code    int `json:"code"`
			Subcode int `json:"error_subcode"`
		} `json:"error"`
		Type    string `json:"error_type"`
		Code    int    `json:"code"`
		Message string `json:"error_message"`
	}
	if json.Unmarshal(text, &body) != nil {
		return nil
	}
	switch {
	case body.Error != nil:
		return &RefusedError{code: body.Error.Code, subcode: body.Error.Subcode, OfApp: slices.Contains(appCodes, body.Error.Code)}
	case body.Type != "":
		return &RefusedError{code: body.Code, OfApp: appWords.MatchString(body.Message)}
	}
	return nil
}

// What refusals of the app are known by. Instagram's own have one code for all, and say
// it in words.
var (
	appCodes = []int{1, 101, 191}
	appWords = regexp.MustCompile(`(?i)platform app|client.secret|redirect.uri`)
)
