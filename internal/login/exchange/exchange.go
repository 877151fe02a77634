// Package exchange makes the calls to Meta that a login consists of: from a code to a token, from
// that to the accounts which it opens, and later to a token that lives longer.
//
//	exchange.go what it is made of
//	provider.go the login types of an upstream: addresses and permissions
//	call.go     a call with secrets, and how it is refused
//	token.go    from the code to a token
//	account.go  from the token to the accounts
//	renew.go    from a token to one that lives longer
//	prove.go    whether id and secret of the app belong together
package exchange

import (
	"net/http"
	"time"
)

// Options are what a client is made of.
type Options struct {
	// ID and Secret are the Meta app's.
	ID, Secret string
	// Redirect is the address that Meta's window sends people back to.
	Redirect string
	Now      func() time.Time
}

// Client makes the calls. It may be used by many goroutines at once.
type Client struct {
	Options
	http *http.Client
}

// New returns a client.
func New(o Options) *Client { return &Client{o, newHTTP()} }
