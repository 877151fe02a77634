// Package harvest is a package to be mutated: its test notices one change of it, and
// another not.
package harvest

// Ripe reports whether a fruit of so many days is ripe.
func Ripe(days int) bool {
	return days >= 90
}
