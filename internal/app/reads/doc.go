// Package reads has tests of what operations answer while the Graph API does what it is
// documented to do, and of which calls they take.
package reads
