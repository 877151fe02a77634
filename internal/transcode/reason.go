package transcode

// Reason says why an operation is left to the ordinary way; empty for none.
type Reason string

// The reasons. Each is about what an operation selects; that an answer is not as planned
// is none of them.
const (
	NotPlanned   Reason = "a field has invalid arguments, or is not available"
	OtherRoots   Reason = "a root field other than me and __typename"
	SeveralCalls Reason = "the plan takes more than one call"
	Refused      Reason = "something was refused to this access token before"
	FoundNode    Reason = "a node that is reached through another node only"
	NoNode       Reason = "an object that is no node"
	NotPaged     Reason = "an edge that is not a connection, or a field that finds a node"
	NodeOfAnID   Reason = "a node of which another holds the id"
	Computed     Reason = "a computed field"
	NotScalar    Reason = "a field that is a list or an object without an id"
	AskedTwice   Reason = "an edge that is asked for twice"
	FromTheEnd   Reason = "a connection that is read backwards, from the middle of a page, or not at all"
	PagedOddly   Reason = "an edge whose pages do not say which is the last"
)
