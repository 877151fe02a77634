// Package origin matches the origins of web pages and apps, as browsers send them
// in the Origin header, with the patterns that an operator allows.
package origin

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Pattern is an origin, or all origins that differ in the first label of their
// host only.
type Pattern struct {
	scheme string
	// host is what follows the wildcard, with its dot, where wild is true.
	host string
	wild bool
	port string
}

// wildcard stands for one label of a host, the first.
const wildcard = "*."

// Parse reads one pattern: scheme, host and, unless it is the scheme's own, port.
// Any scheme will do, such as those of apps: capacitor://localhost. A first label
// "*" stands for one label: https://*.app.example. The error says what to write
// instead.
func Parse(text string) (Pattern, error) {
	switch text {
	case "*":
		return Pattern{}, errors.New("* would let every page in; name origins, such as https://app.example")
	case "null":
		return Pattern{}, errors.New("null is what sandboxed pages and files of anyone send; give the page an origin")
	}
	scheme, rest, _ := strings.Cut(text, "://")
	rest, wild := strings.CutPrefix(rest, wildcard)
	p, ok := split(scheme + "://" + rest)
	switch {
	case !ok:
		return Pattern{}, malformed(text)
	case !wild:
		return p, nil
	}
	p.wild, p.host = true, "."+p.host
	return p, p.checkWildcard(text)
}

func malformed(text string) error {
	hint := "write scheme, host and port as browsers send them, such as https://app.example, capacitor://localhost or https://*.app.example"
	if u, err := url.Parse(text); err == nil {
		if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && ascii != u.Hostname() {
			hint = "browsers send it as " + strings.Replace(text, u.Hostname(), ascii, 1)
		}
	}
	return fmt.Errorf("%q is not an origin; %s", text, hint)
}

// checkWildcard refuses a wildcard below which anyone may have a host.
func (p Pattern) checkWildcard(text string) error {
	domain := p.host[1:]
	if domain == "localhost" {
		return nil // always this machine (RFC 6761, section 6.3)
	}
	if last := domain[strings.LastIndexByte(domain, '.')+1:]; strings.Trim(last, "0123456789") == "" || strings.Contains(last, ":") {
		return malformed(text) // an IP address has no labels
	}
	if suffix, _ := publicsuffix.PublicSuffix(domain); suffix == domain {
		return fmt.Errorf("%q would let in the hosts of anyone below %s; name the domain that is yours, such as https://*.app.example", text, domain)
	}
	return nil
}

// Matches reports whether an Origin header is one that the pattern means.
// Letters' case does not matter (RFC 6454, section 4).
func (p Pattern) Matches(header string) bool {
	sent, ok := split(header)
	if !ok || sent.scheme != p.scheme || sent.port != p.port {
		return false
	}
	if !p.wild {
		return sent.host == p.host
	}
	label, rest, _ := strings.Cut(sent.host, ".")
	return label != "" && "."+rest == p.host
}

var (
	schemeForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)
	hostForm   = regexp.MustCompile(`^[a-z0-9_-]+(\.[a-z0-9_-]+)*$`)
)

// ports are those that browsers leave out.
var ports = map[string]string{"http": "80", "https": "443"}

// split takes an origin apart. It is strict: what no browser sends is no origin.
func split(text string) (_ Pattern, ok bool) {
	scheme, host, found := strings.Cut(strings.ToLower(text), "://")
	if !found || !schemeForm.MatchString(scheme) {
		return Pattern{}, false
	}
	p := Pattern{scheme: scheme, host: host, port: ports[scheme]}
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		p.host, p.port = host[:i], host[i+1:]
		if number, err := strconv.ParseUint(p.port, 10, 16); err != nil || number == 0 || strconv.FormatUint(number, 10) != p.port {
			return Pattern{}, false
		}
	}
	if inner, bracket := strings.CutPrefix(p.host, "["); bracket {
		inner, closed := strings.CutSuffix(inner, "]")
		address, err := netip.ParseAddr(inner)
		p.host = address.String()
		return p, closed && err == nil && address.Is6() && address.Zone() == ""
	}
	if p.host == "." { // of an app of Electron, as its documentation has it
		return p, ports[scheme] == "" && p.port == ""
	}
	return p, hostForm.MatchString(p.host)
}
