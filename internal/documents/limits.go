package documents

// Limits are the most that a document may have.
type Limits struct {
	// Tokens is how many words, signs and comments a document has.
	Tokens int
	// Depth is how deep fields are nested, Fields how many an operation has once all
	// fragments are spread, Aliases how many of those have an alias, RootFields how
	// many are at the top.
	Depth, Fields, Aliases, RootFields int
	// Introspection is how many bytes of an answer may be what the schema says of itself.
	// The fields that ask for them do not count towards the limits above.
	Introspection int
	// Comparisons is how many pairs of fields validation has to compare.
	Comparisons int
}

// Unlimited lets any document through: for documents that whoever runs the program wrote.
var Unlimited = Limits{
	Tokens: enough, Depth: enough, Fields: enough, Aliases: enough, RootFields: enough,
	Introspection: enough, Comparisons: enough,
}
