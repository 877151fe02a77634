package documents

import "fmt"

// Limits are the most that a document may have.
type Limits struct {
	// Tokens is how many words, signs and comments a document has.
	Tokens int
	// Depth is how many fields stand within each other, Fields how many an
	// operation has once all fragments are spread, Aliases how many of those go by
	// another name, RootFields how many stand at the top.
	Depth, Fields, Aliases, RootFields int
	// Comparisons is how many pairs of fields validation has to compare.
	Comparisons int
}

// TooLargeError says which limit a document or an operation is over.
type TooLargeError struct {
	reason string
}

// Error says what there is too much of, and how much is allowed.
func (e *TooLargeError) Error() string { return e.reason }

// TooLarge returns the error of an operation that is over a limit.
func TooLarge(format string, args ...any) *TooLargeError {
	return &TooLargeError{fmt.Sprintf(format, args...)}
}
