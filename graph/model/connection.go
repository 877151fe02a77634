// Package model holds the Go types of the GraphQL schema. Those of nodes are
// generated: what they hold comes from the Graph API field named in the struct
// tag.
package model

// Connection is a page of an edge, in Relay's terms.
type Connection[T any] struct {
	Edges []*Edge[T]
	Nodes []*T
	// PageInfo says where the page begins and ends, and what is beside it.
	PageInfo *PageInfo
	// TotalCount is nil where the Graph API does not know.
	TotalCount *int32
}

// Edge is a node of a connection, with the cursor of its place.
type Edge[T any] struct {
	Cursor string
	Node   *T
}
