// Package writes has tests of mutations: what they write and read, in which calls, and how
// they come out while the Graph API refuses or fails.
package writes
