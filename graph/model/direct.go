package model

import "github.com/99designs/gqlgen/graphql"

// direct is the name under which an operation holds whether its fields are direct.
const direct = "direct"

// SetDirect says when no middleware has anything to do for an operation's fields:
// then those that are scalars of their models are written without being resolved.
func SetDirect(operation *graphql.OperationContext, is func() bool) {
	operation.Stats.SetExtension(direct, is)
}

// IsDirect reports whether no middleware has anything to do for the fields now.
func IsDirect(operation *graphql.OperationContext) bool {
	is, ok := operation.Stats.GetExtension(direct).(func() bool)
	return ok && is()
}
