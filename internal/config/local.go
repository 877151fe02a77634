package config

// localFlags set up the embedded Graph API server.
var localFlags = []setting{
	{
		flag: "local-addr", fallback: "127.0.0.1:8081",
		meaning: "address of the embedded Graph API server, with -graph local",
		set:     into(func(s *Settings) *string { return &s.LocalAddr }, parseAddr),
	},
	{
		flag: "local-legacy", fallback: "off",
		meaning: "whether the embedded server answers ?ids= and field aliases, which Meta withdrew in autumn 2026: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalLegacy }, parseOnOff),
	},
	{
		flag: "local-proof", fallback: "off",
		meaning: "whether the embedded server requires appsecret_proof, as Meta does if an app asks for it: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalProof }, parseOnOff),
	},
	{
		flag: "local-control", fallback: "off",
		meaning: "whether programs on this machine can switch faults of the embedded server on, set its clock ahead and read its calls, for tests of apps: on or off",
		set:     into(func(s *Settings) *bool { return &s.LocalControl }, parseOnOff),
	},
	{
		flag: "data", fallback: "data",
		meaning: "directory of the SQLite files and media; created if missing",
		set:     into(func(s *Settings) *string { return &s.Data }, notEmpty),
	},
}
