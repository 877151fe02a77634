package config

// documentFlags say which GraphQL documents are carried out by their ids.
var documentFlags = []setting{
	{
		flag:    "trusted-documents",
		meaning: "manifest of the documents that clients may name by their ids, in Relay's or Apollo's form; empty: none",
		set:     into(func(s *Settings) *string { return &s.TrustedDocuments }, anything),
	},
	{
		flag: "trusted-documents-only", fallback: "off",
		meaning: "whether all other documents are refused: on or off",
		set:     into(func(s *Settings) *bool { return &s.TrustedOnly }, parseOnOff),
	},
	{
		flag: "apq-size", fallback: "16777216",
		meaning: "most bytes of documents that are remembered by their hashes (automatic persisted queries); 0: off",
		set:     into(func(s *Settings) *int { return &s.APQSize }, upTo(1<<30)),
	},
}

func anything(text string) (string, error) { return text, nil }
