// Package hostile has tests of clients and servers that mean harm, or ask for too much:
// what they are refused, and that nobody else sees anything of it.
package hostile
