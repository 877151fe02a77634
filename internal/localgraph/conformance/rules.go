package conformance

// Rules are what may differ between servers for all that they are alike.
type Rules struct {
	// Optional are keys that an answer has not, where there is no value for them.
	Optional []string
}

// LoadRules returns the rules for servers with other data than the demo world's.
func LoadRules() (*Rules, error) {
	var r Rules
	return &r, read(files, "optional.yml", &r.Optional)
}
