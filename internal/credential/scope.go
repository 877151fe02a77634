package credential

import (
	"slices"

	"github.com/gramql/gramql/internal/dialect"
)

// Scopes beside the names of permissions.
const (
	// Read alone allows no mutation.
	Read = "read"
	// Write allows mutations.
	Write = "write"
)

// Scopes returns all scopes that there are, in the order of the alphabet.
func Scopes() []string {
	all := []string{Read, Write}
	for _, d := range dialect.All() {
		all = append(all, d.Scopes()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ReadOnly reports whether scopes allow no mutation.
func ReadOnly(scopes []string) bool {
	return slices.Contains(scopes, Read) && !slices.Contains(scopes, Write)
}

// Permissions returns the names of permissions among scopes; nil for all permissions.
func Permissions(scopes []string) (names []string) {
	for _, scope := range scopes {
		if scope != Read && scope != Write {
			names = append(names, scope)
		}
	}
	return names
}
