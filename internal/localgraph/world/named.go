package world

// The accounts, and the nodes that lead to metricsaurus or belong to it.
const (
	Jayposiris         = 17841405793187218
	Metricsaurus       = 17841405822304914
	MetricsaurusScoped = 24680011223344556 // its id with Instagram Login
	Cretaceouscoffee   = 17841405309211844
	Pebbleandpine      = 17841405511102233
	Person             = 10158560180051171
	SystemUser         = 10158560180059923 // of the business
	Page               = 134895793791914
	Business           = 287745903310042
	Catalog            = 960176255803418
	Container          = 17889615691921001 // the first of five
	Broadcast          = 17902315004120021
	Music              = 18100551200140001 // the first; three others follow
)

// App is the app that is subscribed to metricsaurus.
const App = "990602627938098"

// Nodes whose ids are drawn at random, the same in every demo world. Tests name
// them.
const (
	NewestPost        = 17927651176397409   // of metricsaurus
	SecondPost        = 17964543579443357   // the one before it
	PolledPost        = SecondPost          // has a poll
	PromptedPost      = 17898341246462630   // answers a prompt
	OriginalSound     = 3978946263896854486 // of the newest reel
	MentioningPost    = 17861070177519058   // its caption mentions metricsaurus
	MentioningComment = 17835610128690493   // mentions metricsaurus
	Collaboration     = 18074938005506710   // of cretaceouscoffee and metricsaurus
)
