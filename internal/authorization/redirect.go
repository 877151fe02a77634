package authorization

import (
	"errors"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/origin"
)

// maxRedirect bounds an address, in bytes.
const maxRedirect = 1000

// checkRedirect returns what is wrong with an address that an app wants to have people sent
// to: it is a page on https, this machine, or the app itself by a scheme of its own.
//
// Source: RFC 8252, section 7.
func checkRedirect(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || text == "" || len(text) > maxRedirect || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"<>\^{|}*`+"`", r) }):
		return errors.New("is no address that browsers can be sent to")
	case strings.Contains(text, "#"):
		return errors.New("has a fragment, which may not be")
	case u.User != nil:
		return errors.New("has a user name, which may not be")
	}
	for _, name := range []string{"code", "state", "iss", "error"} {
		if u.Query().Has(name) {
			return errors.New("has the parameter " + name + " of answers")
		}
	}
	switch {
	case u.Scheme == "https" && u.Hostname() != "", loopbackForm.MatchString(text), strings.Contains(u.Scheme, "."):
		return nil
	case u.Scheme == "http":
		return errors.New("is not on https; http is for http://127.0.0.1, http://[::1] and http://localhost")
	case u.Scheme == "https":
		return errors.New("has no host")
	}
	return errors.New("has a scheme without a dot; an app's own is a domain of yours turned round, such as com.example.app:/callback")
}

// loopbackForm is an address of this machine, whose port an app learns only when it is
// started.
var loopbackForm = regexp.MustCompile(`^(http://(?:127\.0\.0\.1|\[::1\]|localhost))(?::([0-9]{1,5}))?((?:[/?].*)?)$`)

// portless returns an address without the port, if it is of this machine.
func portless(address string) string {
	parts := loopbackForm.FindStringSubmatch(address)
	if parts == nil {
		return address
	}
	if port, err := strconv.ParseUint(parts[2], 10, 16); parts[2] != "" && (err != nil || port == 0) {
		return address
	}
	return parts[1] + parts[3]
}

// redirectTo returns an address with parameters of an answer.
func redirectTo(address string, answer url.Values) string {
	switch {
	case !strings.Contains(address, "?"):
		address += "?"
	case !strings.HasSuffix(address, "?") && !strings.HasSuffix(address, "&"):
		address += "&"
	}
	return address + answer.Encode()
}

// isOf reports whether an address is on a page of an origin, as browsers send it.
func isOf(address, sent string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	if here := loopbackForm.FindStringSubmatch(address); here != nil {
		page := loopbackForm.FindStringSubmatch(sent)
		return page != nil && page[3] == "" && page[1] == here[1]
	}
	own, err := origin.Parse(u.Scheme + "://" + u.Host)
	return err == nil && own.Matches(sent)
}
