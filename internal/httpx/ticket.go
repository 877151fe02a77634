package httpx

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/admission"
)

// ticketName is where an operation's statistics hold its ticket.
const ticketName = "admission"

// Ticket returns the place that an operation has inside the gate; nil where no gate
// is. An operation whose ticket is refused is answered 503, whatever its response.
func Ticket(operation *graphql.OperationContext) *admission.Ticket {
	ticket, _ := operation.Stats.GetExtension(ticketName).(*admission.Ticket)
	return ticket
}

// network is the part of an IPv6 address that one client has for itself.
const network = 64

// ClientOf returns the address that a request came from, or its network.
func ClientOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	address, err := netip.ParseAddr(host)
	if err != nil || address.Unmap().Is4() {
		return host
	}
	if prefix, err := address.WithZone("").Prefix(network); err == nil {
		return prefix.String()
	}
	return host
}
