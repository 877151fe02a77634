package config

// localFlags set up the embedded Graph API server.
var localFlags = []setting{
	{
		flag: "local-addr", fallback: "127.0.0.1:8081",
		meaning: "address of the embedded Graph API server, with -graph local",
		set:     into(func(s *Settings) *string { return &s.LocalAddr }, parseAddr),
	},
	{
		flag: "local-ids", fallback: "on",
		meaning: "whether the embedded server answers ?ids=, which Meta has refused since v26.0: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalIDs }, parseOnOff),
	},
	{
		flag: "local-proof", fallback: "off",
		meaning: "whether the embedded server requires appsecret_proof, as Meta does if an app asks for it: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalProof }, parseOnOff),
	},
	{
		flag: "data", fallback: "data",
		meaning: "directory of the SQLite files and media; created if missing",
		set:     into(func(s *Settings) *string { return &s.Data }, notEmpty),
	},
}
