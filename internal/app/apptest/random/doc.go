// Package random makes up operations over the schema, for tests of what holds for all.
package random
