package coercion

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/redact"
)

// maxShown is the most letters that an error repeats of a value or name.
const maxShown = 40

// show returns a value as an error repeats it: short, and of lists and objects only
// that they are.
func show(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return strconv.Quote(cut(v))
	case []any:
		return "[…]"
	case map[string]any:
		return "{…}"
	}
	text, _ := number(value)
	return cut(text)
}

// ShowLiteral returns a literal as an error repeats it.
func ShowLiteral(literal *ast.Value) string {
	switch literal.Kind {
	case ast.ListValue:
		return "[…]"
	case ast.ObjectValue:
		return "{…}"
	case ast.StringValue, ast.BlockValue:
		return strconv.Quote(cut(literal.Raw))
	}
	return cut(literal.String())
}

// cut returns the beginning of a text that a client sent.
func cut(text string) string { return redact.Given(text, maxShown) }

// place is where in a variable a value is.
type place struct {
	within *place
	field  string // empty for an item of a list
	item   int
}

func (p *place) at(field string) *place { return &place{within: p, field: field} }

func (p *place) of(item int) *place { return &place{within: p, item: item} }

// String returns the place as a.b[0]; its start is left out of a long one.
func (p *place) String() string {
	var parts []string
	length := 0
	for ; p != nil; p = p.within {
		part := "[" + strconv.Itoa(p.item) + "]"
		if p.field != "" {
			part = cut(p.field)
			if p.within != nil {
				part = "." + part
			}
		}
		if length += len(part); length > 2*maxShown && len(parts) > 0 {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, part)
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return b.String()
}
