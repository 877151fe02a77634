package compiler

// How an operation is carried out: directly, by a program that writes the answer from that of
// the Graph API, or by resolvers, field by field.
const (
	Direct   = "direct"
	Resolved = "resolved"
)

// Reason says why an operation is left to the ordinary way; empty for none.
type Reason string

// The reasons. Each is about what an operation selects; that an answer is not as planned
// is none of them.
const (
	Mutation     Reason = "a mutation, whose writes are made one after the other"
	NotPlanned   Reason = "a field has invalid arguments, or is not available"
	OtherRoots   Reason = "a root field that is not answered by nodes"
	SeveralRoots Reason = "a root field without a node of its own"
	SeveralCalls Reason = "the plan takes more than one call, or one for no nodes"
	SeveralTypes Reason = "a list of nodes of several types"
	NodeOfAnID   Reason = "more than an id of a node of which another holds the id"
	Metrics      Reason = "metrics that take several calls, or share one with other fields"
	Computed     Reason = "a computed field"
	NotScalar    Reason = "a field that is of several forms"
	OneName      Reason = "a field and an edge, or two pages, that have one name in the answer"
	FromTheEnd   Reason = "a connection that is read backwards from the start of its edge"
)
