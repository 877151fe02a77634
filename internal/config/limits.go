package config

// Limits are the most that a client may ask for at once.
type Limits struct {
	Tokens, Depth, Fields, Aliases, RootFields, Comparisons int
	Cost, Errors                                            int
	Body, Header                                            int // bytes
}

// limitFlags bound what a client may ask for. An introspection query of clients is
// 15 levels deep, and Relay's compiler gives a handful of aliases.
var limitFlags = []setting{
	limit("max-tokens", "2000", "most tokens of a document", func(l *Limits) *int { return &l.Tokens }),
	limit("max-depth", "20", "most levels of fields of an operation", func(l *Limits) *int { return &l.Depth }),
	limit("max-fields", "5000", "most fields of an operation, its fragments spread", func(l *Limits) *int { return &l.Fields }),
	limit("max-aliases", "50", "most aliases of an operation, its fragments spread", func(l *Limits) *int { return &l.Aliases }),
	limit("max-root-fields", "20", "most fields at the root of an operation", func(l *Limits) *int { return &l.RootFields }),
	limit("max-comparisons", "250000", "most pairs of fields that a document makes validation compare",
		func(l *Limits) *int { return &l.Comparisons }),
	limit("max-cost", "100000", "most that an operation may cost: 1 for each node that it can read, 10 for each Graph API call that it can take",
		func(l *Limits) *int { return &l.Cost }),
	limit("max-errors", "5", "most errors that are told of a document that is not executed", func(l *Limits) *int { return &l.Errors }),
	limit("max-body", "262144", "most bytes of a request's body, or of its query string", func(l *Limits) *int { return &l.Body }),
	limit("max-header", "16384", "most bytes of a request's header", func(l *Limits) *int { return &l.Header }),
}

func limit(flag, fallback, meaning string, field func(*Limits) *int) setting {
	return setting{
		flag: flag, fallback: fallback, meaning: meaning,
		set: into(func(s *Settings) *int { return field(&s.Limits) }, parseLimit),
	}
}
