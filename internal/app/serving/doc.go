// Package serving has tests of the ways to ask that the program offers beside the plain
// one, and of what it tells beside data: documents by their ids, caches, packed answers,
// extensions, metrics.
package serving
