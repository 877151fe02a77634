package httpx

import (
	"net/http"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
)

func TestClientOf_isAnAddressOrTheNetworkThatAClientHasForItself(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"192.0.2.1:1234":              "192.0.2.1",
		"192.0.2.1:4321":              "192.0.2.1",
		"[::ffff:192.0.2.1]:1234":     "::ffff:192.0.2.1",
		"[2001:db8:1:2:3:4:5:6]:1234": "2001:db8:1:2::/64",
		"[2001:db8:1:2:ffff::1]:1234": "2001:db8:1:2::/64",
		"[2001:db8:1:3::1]:1234":      "2001:db8:1:3::/64",
		"[fe80::1%eth0]:1234":         "fe80::/64",
		"localhost:1234":              "localhost",
		"@":                           "@", // of a Unix socket
	} {
		if got := ClientOf(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}

func TestTicket_isTheOperationsPlace(t *testing.T) {
	t.Parallel()
	operation := &graphql.OperationContext{Operation: &ast.OperationDefinition{}}
	if Ticket(operation) != nil {
		t.Error("an operation without a gate has a place")
	}
	place := &admission.Ticket{}
	operation.Stats.SetExtension(ticketName, place)
	if Ticket(operation) != place {
		t.Error("the place is another one")
	}
}
