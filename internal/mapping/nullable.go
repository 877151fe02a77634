package mapping

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
)

// NullWithErrorOnly reports whether a field that may be null is null only where an error
// has its path: the answer of a write, and what no node lacks whatever its token may
// read. A field that takes a permission of its own is none: Meta leaves some of them out
// in place of an error.
func (m *Mapping) NullWithErrorOnly(typeName, field string) bool {
	if typeName == "Mutation" {
		return true
	}
	t := m.Type(typeName)
	if t == nil {
		return false
	}
	f := t.Fields[field]
	return f != nil && f.Kind == Plain && f.Requires.Permission == dialect.None && len(f.Names) > 0 &&
		!slices.ContainsFunc(f.Names, func(name string) bool { return !slices.Contains(t.Always, name) })
}
