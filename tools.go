package main

// What follows from schema/ is generated and committed: go generate ./...
//go:generate go run ./tools/codegen
//go:generate go test ./internal/app/reads -run TestAsked -update
//go:generate go run ./tools/coverage
//go:generate go run ./tools/settings
//go:generate sh -c "go run . schema -for codegen > schema.graphql.new && mv schema.graphql.new schema.graphql"
//go:generate go run ./tools/licenses
