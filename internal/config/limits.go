package config

// Limits bound what a client may send in one request.
type Limits struct {
	Tokens, Depth, Fields, Aliases, RootFields, Comparisons int
	Cost, Errors, FieldErrors                               int
	Body, Header, Introspection                             int // bytes
}

// limitFlags bound what a client may send. What an operation takes is its cost; aliases and root fields
// are counted only where so many say that a document is no one's screen.
var limitFlags = []setting{
	limit("max-tokens", "2000", parseLimit, func(l *Limits) *int { return &l.Tokens },
		"maximum tokens in a document"),
	limit("max-depth", "20", parseLimit, func(l *Limits) *int { return &l.Depth },
		"maximum depth of an operation, in levels of fields"),
	limit("max-fields", "5000", parseLimit, func(l *Limits) *int { return &l.Fields },
		"maximum fields in an operation, with its fragments spread"),
	limit("max-aliases", "500", parseLimit, func(l *Limits) *int { return &l.Aliases },
		"maximum aliases in an operation, with its fragments spread"),
	limit("max-root-fields", "100", parseLimit, func(l *Limits) *int { return &l.RootFields },
		"maximum fields at the root of an operation"),
	limit("max-comparisons", "250000", parseLimit, func(l *Limits) *int { return &l.Comparisons },
		"maximum pairs of fields that validation compares in a document"),
	limit("max-introspection", "2MiB", parseSize(1, 1<<30), func(l *Limits) *int { return &l.Introspection },
		"maximum size of what is answered about the schema; it counts towards none of the limits above but the tokens"),
	limit("max-cost", "100000", parseLimit, func(l *Limits) *int { return &l.Cost },
		"maximum cost of an operation: 1 for each node that it can read, 10 for each Graph API call that it can take"),
	limit("max-errors", "5", parseLimit, func(l *Limits) *int { return &l.Errors },
		"maximum errors reported for a rejected document"),
	limit("max-field-errors", "50", parseLimit, func(l *Limits) *int { return &l.FieldErrors },
		"maximum errors of an answer that are told one by one; beyond, those of one kind are told once, with their places"),
	limit("max-body", "256KiB", parseSize(1, 1<<30), func(l *Limits) *int { return &l.Body },
		"maximum size of a request's body, or of its query string"),
	limit("max-header", "16KiB", parseSize(1, 1<<30), func(l *Limits) *int { return &l.Header },
		"maximum size of a request's header"),
}

func limit(flag, fallback string, parse func(string) (int, error), field func(*Limits) *int, meaning string) setting {
	return setting{
		flag: flag, fallback: fallback, meaning: meaning,
		set: into(func(s *Settings) *int { return field(&s.Limits) }, parse),
	}
}
