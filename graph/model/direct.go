package model

import "github.com/99designs/gqlgen/graphql"

// direct is the name under which an operation holds whether its fields are direct.
const direct = "direct"

// SetDirect says when nothing stands before an operation's fields, so that those
// which are scalars of their models are written without being resolved.
func SetDirect(operation *graphql.OperationContext, is func() bool) {
	operation.Stats.SetExtension(direct, is)
}

// IsDirect reports whether nothing stands before an operation's fields now.
func IsDirect(operation *graphql.OperationContext) bool {
	is, ok := operation.Stats.GetExtension(direct).(func() bool)
	return ok && is()
}
