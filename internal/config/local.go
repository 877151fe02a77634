package config

// localFlags are of the embedded Graph API server.
var localFlags = []setting{
	{
		flag: "local-addr", fallback: "127.0.0.1:8081",
		meaning: "address of the embedded Graph API server; it runs with -graph local only",
		set:     into(func(s *Settings) *string { return &s.LocalAddr }, parseAddr),
	},
	{
		flag: "local-ids", fallback: "on",
		meaning: "whether the embedded server answers ?ids=; off: it refuses as Meta does since v26.0",
		set:     into(func(s *Settings) *bool { return &s.LocalIDs }, parseOnOff),
	},
	{
		flag: "local-proof", fallback: "off",
		meaning: "whether the embedded server refuses calls without appsecret_proof, as Meta does for apps that require it: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalProof }, parseOnOff),
	},
	{
		flag: "data", fallback: "data",
		meaning: "folder for SQLite files and media; created when missing",
		set:     into(func(s *Settings) *string { return &s.Data }, notEmpty),
	},
}
