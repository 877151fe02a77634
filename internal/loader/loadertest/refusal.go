package loadertest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// Refusal is an error that the local graph refuses calls with.
type Refusal struct {
	// Field, Edge, Node, Path, Token, Limit, Times and Status are those of a fault.
	Field, Edge, Node, Path, Token string
	Limit, Times, Status           int
	// Of are the media that calls are refused for, counted from the account's newest one on,
	// which is 1; all calls are if there are none.
	Of []int
	// With is a code, or a code and a subcode: 100/33; and Says the error's message, which
	// says nothing when it is empty.
	With, Says string
}

// faults returns the faults that refuse the calls.
func (r Refusal) faults(t *testing.T, w *World) []fault.Fault {
	t.Helper()
	code, subcode, _ := strings.Cut(r.With, "/")
	message, err := json.Marshal(cmp.Or(r.Says, "x"))
	if err != nil {
		t.Fatal(err)
	}
	number, err := strconv.Atoi(code)
	if err != nil {
		t.Fatal(err)
	}
	one := fault.Fault{
		Kind: fault.OtherError, Field: r.Field, Edge: r.Edge, Node: r.Node, Path: r.Path, Token: r.Token,
		Limit: r.Limit, Times: r.Times, Status: r.Status,
		Body: fmt.Sprintf(`{"error":{"message":%s,"type":"OAuthException","code":%d,"error_subcode":%s}}`, message, number, cmp.Or(subcode, "0")),
	}
	if len(r.Of) == 0 {
		return []fault.Fault{one}
	}
	media := IDs(w.Media(t, int32(slices.Max(r.Of)))) //nolint:gosec // a number of media
	faults := make([]fault.Fault, len(r.Of))
	for i, n := range r.Of {
		faults[i] = one
		faults[i].Node = media[n-1]
	}
	return faults
}
