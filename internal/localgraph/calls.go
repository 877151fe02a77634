package localgraph

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxCalls is how many calls are remembered; the oldest are forgotten first.
const maxCalls = 1000

// Call is a call that was answered. A batch is one call, with its items as one
// parameter.
type Call struct {
	// Time is when the call came, by the server's clock.
	Time   time.Time
	Method string
	// Path is the path as it was called, with its version if it named one.
	Path string
	// Params are the parameters of address and body, without those that are secret.
	Params map[string]string
	Status int
}

// secretParams are the parameters that are never shown.
var secretParams = []string{"access_token", "input_token", "fb_exchange_token", proofParam, "client_secret", "code", "state", "signed_request"}

// calls are the last calls, the oldest first.
type calls struct {
	mu   sync.Mutex
	list []Call
}

func (c *calls) add(call Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) == maxCalls {
		c.list = slices.Delete(c.list, 0, 1)
	}
	c.list = append(c.list, call)
}

// Calls returns the last 1,000 calls, the oldest first; none unless the server
// keeps calls.
func (s *Server) Calls() []Call {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	return slices.Clone(s.calls.list)
}

// ForgetCalls empties the list of calls.
func (s *Server) ForgetCalls() {
	s.calls.mu.Lock()
	defer s.calls.mu.Unlock()
	s.calls.list = nil
}

// keepCall remembers a call that was answered.
func (s *Server) keepCall(r *http.Request, req *request, came time.Time, status int) {
	if !s.options.KeepCalls {
		return
	}
	call := Call{Time: came, Method: r.Method, Path: r.URL.Path, Params: map[string]string{}, Status: status}
	for name := range req.params {
		if !slices.Contains(secretParams, name) {
			call.Params[name] = req.params.Get(name)
		}
	}
	if items, ok := call.Params[batchParam]; ok {
		call.Params[batchParam] = withoutSecrets(items)
	}
	s.calls.add(call)
}

// withoutSecrets returns the items of a batch without their secret parameters. Of
// text that is no batch nothing is left: there is no telling what is secret in it.
func withoutSecrets(batch string) string {
	var items []map[string]any
	if json.Unmarshal([]byte(batch), &items) != nil {
		return ""
	}
	for _, item := range items {
		for _, name := range secretParams {
			delete(item, name)
		}
		if address, ok := item["relative_url"].(string); ok {
			path, query, found := strings.Cut(address, "?")
			if found {
				path += "?" + queryWithoutSecrets(query)
			}
			item["relative_url"] = path
		}
		if body, ok := item["body"].(string); ok {
			item["body"] = queryWithoutSecrets(body)
		}
	}
	text, err := json.Marshal(items)
	if err != nil { // what was read can be written
		return ""
	}
	return string(text)
}

// queryWithoutSecrets leaves the secret parameters out of a query, and the others
// as they are written.
func queryWithoutSecrets(query string) string {
	pairs := slices.DeleteFunc(strings.Split(query, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		return err != nil || slices.Contains(secretParams, plain)
	})
	return strings.Join(pairs, "&")
}
