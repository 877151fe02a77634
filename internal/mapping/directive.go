package mapping

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
)

func (r *reader) requires(coordinate string, on ast.DirectiveList) Requires {
	directive := on.ForName("requires")
	if directive == nil {
		return Requires{}
	}
	q := Requires{Logins: r.logins(coordinate, directive), Shown: argument(directive, "shown") == "true"}
	if name := argument(directive, "permission"); name != "" {
		var ok bool
		if q.Permission, ok = dialect.ParsePermission(name); !ok {
			r.fault(coordinate, "@requires(permission: %q) is not a permission", name)
		}
	}
	return q
}

// logins reads the login types of a directive; nil if it has none.
func (r *reader) logins(coordinate string, directive *ast.Directive) []dialect.Login {
	if directive.Arguments.ForName("logins") == nil {
		return nil
	}
	logins := []dialect.Login{}
	for _, name := range list(directive, "logins") {
		login, err := dialect.ParseLogin(name)
		if err != nil {
			r.fault(coordinate, "@%s: %v", directive.Name, err)
		}
		logins = append(logins, login)
	}
	return logins
}

// argument returns a directive's argument as text, or its default.
func argument(d *ast.Directive, name string) string {
	if d == nil {
		return ""
	}
	if arg := d.Arguments.ForName(name); arg != nil {
		return arg.Value.Raw
	}
	if def := d.Definition.Arguments.ForName(name); def != nil && def.DefaultValue != nil {
		return def.DefaultValue.Raw
	}
	return ""
}

func number(d *ast.Directive, name string) int {
	n := 0
	_, _ = fmt.Sscan(argument(d, name), &n)
	return n
}

// list returns a directive's argument as texts; one text is a list too.
func list(d *ast.Directive, name string) []string {
	var texts []string
	if d == nil {
		return nil
	}
	if arg := d.Arguments.ForName(name); arg != nil {
		if arg.Value.Kind != ast.ListValue {
			return []string{arg.Value.Raw}
		}
		for _, child := range arg.Value.Children {
			texts = append(texts, child.Value.Raw)
		}
	}
	return texts
}

// SnakeCase returns the Graph API's spelling of a GraphQL name: media_url for
// mediaUrl.
func SnakeCase(name string) string {
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			b.WriteByte('_')
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}
