package main

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/gramql/gramql/internal/localgraph/conformance"
)

// refusal is the error that an answer is.
type refusal struct {
	Message string `json:"message"`
	Code    int    `json:"code"`
	Subcode int    `json:"error_subcode"`
}

// refusalIn returns the error in an answer; nil if it is none.
func refusalIn(a conformance.Answer) *refusal {
	var body struct {
		Error *refusal `json:"error"`
	}
	if json.Unmarshal(a.Body, &body) == nil && body.Error != nil {
		return body.Error
	}
	if a.Status >= http.StatusBadRequest {
		return &refusal{Message: http.StatusText(a.Status)}
	}
	return nil
}

func (r *refusal) String() string { return fmt.Sprintf("%s (code %d)", r.Message, r.Code) }

// stop returns why no more is to be asked after an answer; nil if that is not so. Calls
// that go on while a quota is spent make it last longer.
//
// Source: the Graph API's documents of rate limits and of error codes.
func stop(a conformance.Answer) error {
	r := refusalIn(a)
	switch {
	case r == nil:
		return nil
	case a.Status == http.StatusTooManyRequests, r.isThrottle():
		return fmt.Errorf("the server asks to wait: %s", r)
	case r.Code == 190 || r.Code == 102:
		return fmt.Errorf("the token is not valid: %s", r)
	}
	return nil
}

func (r *refusal) isThrottle() bool {
	switch r.Code {
	case 4, 17, 32, 341, 613:
		return true
	}
	return r.Code >= 80000 && r.Code <= 80099
}

// isForPermission reports whether the token may not do what was asked.
func (r *refusal) isForPermission() bool {
	return r.Code == 3 || r.Code == 10 || r.Code >= 200 && r.Code <= 299
}

// isForAccount reports whether what was asked is refused because of what the account
// has: too few people, or media from before it was a professional account.
func (r *refusal) isForAccount() bool { return r.Subcode == 2874010 || r.Subcode == 2108006 }
