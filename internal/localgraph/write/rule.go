package write

import "github.com/gramql/gramql/internal/localgraph/apierror"

// Rule is what must be so before a write is done.
type Rule struct {
	// Unless is SQL for what must be so.
	Unless string
	// Refuse says what is wrong.
	Refuse func(c *Call) *apierror.Error
}
