// Package faults has tests of what operations answer while the Graph API refuses, fails,
// is slow, or answers in another form.
package faults
