// Package apptest runs the program as production starts it, over the local graph, for the
// tests of the whole program: worlds and what is asked of them, the cases of operations,
// and the local graph by itself.
package apptest
