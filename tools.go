package main

// What follows from schema/ is generated and committed.
//go:generate go run ./internal/codegen
//go:generate go test ./internal/app -run TestAsked -update
//go:generate go run ./internal/coverage
