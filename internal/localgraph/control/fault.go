package control

import (
	"encoding"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/localgraph/fault"
)

// form is a fault as it is written in JSON.
type form struct {
	Kind    kind   `json:"kind"`
	Method  string `json:"method,omitzero"`
	Path    string `json:"path,omitzero"`
	Token   string `json:"token,omitzero"`
	Edge    string `json:"edge,omitzero"`
	Field   string `json:"field,omitzero"`
	Limit   int    `json:"limit,omitzero"`
	Node    string `json:"node,omitzero"`
	Item    int    `json:"item,omitzero"`
	Times   int    `json:"times,omitzero"`
	DelayMs int    `json:"delayMs,omitzero"`
	Minutes int    `json:"minutes,omitzero"`
	Percent int    `json:"percent,omitzero"`
	Version string `json:"version,omitzero"`
	To      string `json:"to,omitzero"`
	Status  int    `json:"status,omitzero"`
	Body    body   `json:"body,omitzero"`
}

// kind is the name of a kind of fault.
type kind string

var _ encoding.TextUnmarshaler = (*kind)(nil)

// UnmarshalText takes the name of a kind.
func (k *kind) UnmarshalText(text []byte) error {
	var known fault.Kind
	*k = kind(text)
	if known.UnmarshalText(text) == nil {
		return nil
	}
	var names []string
	for _, k := range fault.Kinds() {
		names = append(names, string(k))
	}
	return &refusal{status: http.StatusBadRequest, message: "no fault is called that; there are " + strings.Join(names, ", ")}
}

// body is what a fault answers: the text of a JSON string, or other JSON as it is
// written.
type body string

// UnmarshalJSON takes any JSON.
func (b *body) UnmarshalJSON(text []byte) error {
	value := jsontext.Value(text)
	if value.Kind() != '"' {
		*b = body(text)
		return nil
	}
	plain, err := jsontext.AppendUnquote(nil, text)
	*b = body(plain)
	return err
}

// fault returns the fault that the local graph takes.
func (f form) fault() fault.Fault {
	return fault.Fault{
		Kind: fault.Kind(f.Kind), Method: f.Method, Path: f.Path, Token: f.Token, Edge: f.Edge, Field: f.Field, Limit: f.Limit, Node: f.Node, Item: f.Item,
		Times: f.Times, Delay: time.Duration(f.DelayMs) * time.Millisecond, Minutes: f.Minutes, Percent: f.Percent, Version: f.Version, To: f.To,
		Status: f.Status, Body: string(f.Body),
	}
}

// written returns a fault as it is written in JSON.
func written(f fault.Fault) form {
	return form{
		Kind: kind(f.Kind), Method: f.Method, Path: f.Path, Token: f.Token, Edge: f.Edge, Field: f.Field, Limit: f.Limit, Node: f.Node, Item: f.Item,
		Times: f.Times, DelayMs: int(f.Delay / time.Millisecond), Minutes: f.Minutes, Percent: f.Percent, Version: f.Version, To: f.To,
		Status: f.Status, Body: body(f.Body),
	}
}

// addFaults switches the faults of a list on, all or none, and lists those that
// are on.
func (a API) addFaults(r *http.Request) (any, error) {
	var list []form
	if err := read(r, &list); err != nil {
		return nil, err
	}
	faults := make([]fault.Fault, len(list))
	for i, f := range list {
		if err := f.check(jsontext.Pointer(fmt.Sprintf("/%d", i))); err != nil {
			return nil, err
		}
		faults[i] = f.fault()
	}
	a.trouble.begin(a.Clock.Now())
	a.Graph.Faults().Add(faults...)
	return a.listFaults(r)
}

func (a API) listFaults(*http.Request) (any, error) {
	list := []form{}
	for _, f := range a.Graph.Faults().All() {
		list = append(list, written(f))
	}
	return list, nil
}

func (a API) endFaults(*http.Request) (any, error) {
	a.Graph.Faults().Clear()
	if began := a.trouble.end(); a.Caller != nil {
		a.Caller.FaultsEnded(began)
	}
	return nil, nil
}

// trouble is since when there have been faults.
type trouble struct {
	mu    sync.Mutex
	began time.Time // the zero time where there were none
}

func (t *trouble) begin(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.began.IsZero() {
		t.began = now
	}
}

func (t *trouble) end() (began time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	began, t.began = t.began, time.Time{}
	return began
}
