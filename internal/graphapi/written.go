package graphapi

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gramql/gramql/internal/graphapi/lenient"
)

// ID returns the id that an answer is about, such as that of what a write has created;
// empty where there is none. Meta writes most ids as texts, and some as numbers.
func (a *Answer) ID() string { return a.Text("id") }

// Text returns a member at the top of an answer that is a text or a number, as it is
// written; empty for any other, and where there is none.
func (a *Answer) Text(name string) string {
	for member, value := range lenient.Members(a.Body) {
		if member != name {
			continue
		}
		switch value.Kind() {
		case '"':
			text, err := jsontext.AppendUnquote(nil, value)
			if err == nil {
				return string(text)
			}
		case '0':
			return string(value)
		}
	}
	return ""
}

// OnlyID reports whether an answer holds nothing but an id.
func (a *Answer) OnlyID() bool {
	for member := range lenient.Members(a.Body) {
		if member != "id" {
			return false
		}
	}
	return true
}

// Denies reports whether the answer to a write says, in spite of its status, that what
// was asked was not done.
func (a *Answer) Denies() bool {
	var said struct {
		Success *bool `json:"success"`
	}
	return json.Unmarshal(a.Body, &said, lenient.Options) == nil && said.Success != nil && !*said.Success
}
