package config

// documentFlags say which GraphQL documents may be sent by id or hash.
var documentFlags = []setting{
	{
		flag:    "trusted-documents",
		meaning: "manifest of the documents that clients may send by id, in Relay's or Apollo's format; empty: none",
		set:     into(func(s *Settings) *string { return &s.TrustedDocuments }, anything),
	},
	{
		flag: "trusted-documents-only", fallback: "off",
		meaning: "whether all other documents are refused: on or off",
		set:     into(func(s *Settings) *bool { return &s.TrustedOnly }, parseOnOff),
	},
	{
		flag: "apq-size", fallback: "16MiB",
		meaning: "memory for automatic persisted queries, which clients send by hash; 0: off",
		set:     into(func(s *Settings) *int { return &s.APQSize }, parseSize(0, 1<<30)),
	},
}

func anything(text string) (string, error) { return text, nil }
