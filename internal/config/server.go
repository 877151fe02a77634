package config

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/origin"
)

// maxDrainDelay is far beyond the time in which any balancer notices: a longer delay is
// a slip, which would only show when the program is to end.
const maxDrainDelay = 10 * time.Minute

// addressFlags say where the program listens, for whom and until when.
var addressFlags = []setting{
	{
		flag: "addr", fallback: "127.0.0.1:8080",
		meaning: "address of the GraphQL API and the playground; port 0 picks a free port",
		set:     into(func(s *Settings) *string { return &s.Addr }, parseAddr),
	},
	{
		flag: "admin-addr", fallback: "127.0.0.1:8082",
		meaning: "address of /metrics, /healthz, /readyz and /debug/pprof/; empty: off",
		set:     into(func(s *Settings) *string { return &s.AdminAddr }, emptyOr(parseAddr)),
	},
	{
		flag:    "cors-origins",
		meaning: "origins allowed to call the GraphQL API from a browser or web view (CORS), separated by commas, such as https://app.example, https://*.app.example (one label) or capacitor://localhost; empty: none",
		set:     into(func(s *Settings) *Origins { return &s.CORSOrigins }, parseOrigins),
	},
	{
		flag: "base-path", fallback: "/",
		meaning: "path below which the GraphQL API, the playground and the probes of -addr are, such as /gramql behind a proxy that passes paths on",
		set:     into(func(s *Settings) *string { return &s.BasePath }, parseBasePath),
	},
	{
		flag: "playground", fallback: "on",
		meaning: "whether the playground is served: on or off",
		set:     into(func(s *Settings) *bool { return &s.Playground }, parseOnOff),
	},
	{
		flag: "drain-delay", fallback: "0s",
		meaning: "how long requests are still taken after SIGTERM, while /readyz says 503; at least twice the interval at which a balancer asks, at most 10m; a second signal ends it",
		set:     into(func(s *Settings) *time.Duration { return &s.DrainDelay }, atMost(maxDrainDelay, parseDelay)),
	},
	{
		flag: "max-connections", fallback: "auto",
		meaning: "maximum connections to -addr; any more are answered 503, the probes aside; auto: a third of the process's limit of file descriptors, and at most 16384",
		set:     into(func(s *Settings) *int { return &s.MaxConnections }, autoOr(parseLimit)),
	},
	{
		flag: "max-streams", fallback: "auto",
		meaning: "maximum WebSockets and event streams that are open at once, half of them for one access token, or for those of one address that were not seen to work; auto: three quarters of -max-connections",
		set:     into(func(s *Settings) *int { return &s.MaxStreams }, autoOr(parseLimit)),
	},
}

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

// Limits bound what a client may send in one request.
type Limits struct {
	Tokens, Depth, Fields, Aliases, RootFields, Comparisons int
	Cost, Errors, FieldErrors                               int
	Body, Header, Introspection                             int // bytes
}

// limitFlags bound what a client may send. What an operation takes is its cost and the size of its
// answer. Aliases may be as many as fields, and only a document that spreads fragments has more
// root fields than may be: both are settings for those who want fewer.
var limitFlags = []setting{
	limit("max-tokens", "2000", parseLimit, func(l *Limits) *int { return &l.Tokens },
		"maximum tokens in a document"),
	limit("max-depth", "20", parseLimit, func(l *Limits) *int { return &l.Depth },
		"maximum depth of an operation, in levels of fields"),
	limit("max-fields", "5000", parseLimit, func(l *Limits) *int { return &l.Fields },
		"maximum fields in an operation, with its fragments spread"),
	limit("max-aliases", "5000", parseLimit, func(l *Limits) *int { return &l.Aliases },
		"maximum aliases in an operation, with its fragments spread"),
	limit("max-root-fields", "1000", parseLimit, func(l *Limits) *int { return &l.RootFields },
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
		"maximum size of a request's body, or of its query string, which -max-header bounds too"),
	limit("max-header", "16KiB", parseSize(1, 1<<30), func(l *Limits) *int { return &l.Header },
		"maximum size of a request's header and of its URL, together"),
}

func limit(flag, fallback string, parse func(string) (int, error), field func(*Limits) *int, meaning string) setting {
	return setting{
		flag: flag, fallback: fallback, meaning: meaning,
		set: into(func(s *Settings) *int { return field(&s.Limits) }, parse),
	}
}

// Extensions says what answers say of themselves, unless a request says otherwise.
type Extensions struct{ Cost, RateLimit bool }

func parseExtensions(text string) (Extensions, error) {
	var all Extensions
	if text == "none" {
		return all, nil
	}
	for _, name := range strings.Split(text, ",") {
		switch strings.TrimSpace(name) {
		case "cost":
			all.Cost = true
		case "rateLimit":
			all.RateLimit = true
		default:
			return all, errors.New("want cost, rateLimit, both separated by a comma, or none")
		}
	}
	return all, nil
}

// operationFlags say what an operation may do.
var operationFlags = []setting{
	{
		flag: "explain", fallback: "on",
		meaning: "whether a request may ask which upstream calls it made, or would make (extensions.explain): on or off",
		set:     into(func(s *Settings) *bool { return &s.Explain }, parseOnOff),
	},
	{
		flag: "transcode", fallback: "on",
		meaning: "whether operations are answered straight from the Graph API's answers, where they can be: on or off",
		set:     into(func(s *Settings) *bool { return &s.Transcode }, parseOnOff),
	},
	{
		flag: "extensions", fallback: "cost,rateLimit",
		meaning: "what answers say of themselves in their extensions, unless a request says otherwise: cost, rateLimit, both separated by a comma, or none",
		set:     into(func(s *Settings) *Extensions { return &s.Extensions }, parseExtensions),
	},
	{
		flag: "request-timeout", fallback: "10s",
		meaning: "time limit of one operation",
		set:     into(func(s *Settings) *time.Duration { return &s.RequestTimeout }, parseTimeout),
	},
	{
		flag: "introspection", fallback: "on",
		meaning: "whether clients may query the schema: on or off",
		set:     into(func(s *Settings) *bool { return &s.Introspection }, parseOnOff),
	},
	{
		flag: "suggestions", fallback: "auto",
		meaning: "whether errors suggest similar names: on, off, or auto (as -introspection)",
		set:     into(func(s *Settings) *string { return &s.Suggestions }, oneOf("auto", "on", "off")),
	},
}

// overloadFlags bound how much is done at once.
var overloadFlags = []setting{
	{
		flag: "max-operations", fallback: "512",
		meaning: "maximum operations that run at once, those of an estimated cost above 1,000 counted as several; 0: unlimited",
		set:     into(func(s *Settings) *int { return &s.MaxOperations }, upTo(1_000_000)),
	},
	{
		flag: "max-waiting", fallback: "1024",
		meaning: "maximum operations that wait for their turn, which goes round client addresses and access tokens; any more are answered 503 at once",
		set:     into(func(s *Settings) *int { return &s.MaxWaiting }, upTo(1_000_000)),
	},
	{
		flag: "max-wait", fallback: "5s",
		meaning: "maximum time that an operation waits for its turn",
		set:     into(func(s *Settings) *time.Duration { return &s.MaxWait }, parseTimeout),
	},
	{
		flag: "max-delay", fallback: "5ms",
		meaning: "how long work may wait for a processor before fewer operations run at once, and wait for a shorter time; 0s: for ever",
		set:     into(func(s *Settings) *time.Duration { return &s.MaxDelay }, parseDelay),
	},
}

// Origins are the origins of web pages and apps, separated by commas.
type Origins string

// Allow reports whether an Origin header is one of the origins.
func (o Origins) Allow(header string) bool {
	return slices.ContainsFunc(o.Patterns(), func(p origin.Pattern) bool { return p.Matches(header) })
}

// Patterns returns the origins.
func (o Origins) Patterns() []origin.Pattern {
	patterns, _ := o.parse() // parseOrigins has had the error
	return patterns
}

func (o Origins) parse() (patterns []origin.Pattern, err error) {
	if o == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(string(o), ",") {
		p, err := origin.Parse(text)
		if err != nil {
			return nil, err
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

func parseOrigins(text string) (Origins, error) {
	_, err := Origins(text).parse()
	return Origins(text), err
}

// logFlags say what is logged, and in which format.
var logFlags = []setting{
	{
		flag: "log-format", fallback: "text",
		meaning: "format of the logs on standard error: text or json",
		set:     into(func(s *Settings) *string { return &s.LogFormat }, oneOf("text", "json")),
	},
	{
		flag: "log-level", fallback: "info",
		meaning: "minimum level of the logs: debug, info, warn or error",
		set:     into(func(s *Settings) *slog.Level { return &s.LogLevel }, parseLevel),
	},
	{
		flag: "access-log", fallback: "on",
		meaning: "whether each GraphQL request is logged, at level info: on or off",
		set:     into(func(s *Settings) *bool { return &s.AccessLog }, parseOnOff),
	},
}
