package catalog

// Kind is a kind of node, whatever the login type calls it.
type Kind string

// The kinds of nodes that have a life of their own: an id leads to each.
const (
	Account           Kind = "account"
	Media             Kind = "media"
	Comment           Kind = "comment"
	Audio             Kind = "audio"
	Container         Kind = "container"
	Hashtag           Kind = "hashtag"
	UpcomingEvent     Kind = "upcoming event"
	ScheduledMedia    Kind = "scheduled media"
	Business          Kind = "business"
	Agency            Kind = "agency"
	CreatorPermission Kind = "creator permission"
	Page              Kind = "page"
	Person            Kind = "person"
	UserProfile       Kind = "user profile"
)

// The same nodes as they are seen where they are not the viewer's: some of
// their fields and edges.
const (
	OthersMedia        Kind = "others' media"
	TaggedMedia        Kind = "tagged media"
	DiscoveredAccount  Kind = "discovered account"
	DiscoveredMedia    Kind = "discovered media"
	MentionedMedia     Kind = "mentioned media"
	MentionedComment   Kind = "mentioned comment"
	BelowMention       Kind = "comment below a mention"
	CollaborativeMedia Kind = "collaborative media"
	HashtagMedia       Kind = "hashtag media"
	SearchedHashtag    Kind = "searched hashtag"
)

// The kinds of what is found below a node only.
const (
	AdAccount        Kind = "ad account"
	BoostAd          Kind = "boost ad"
	Collaborator     Kind = "collaborator"
	Conversation     Kind = "conversation"
	Insight          Kind = "insight"
	Invite           Kind = "invite"
	Message          Kind = "message"
	MessageParty     Kind = "message party"
	MessengerProfile Kind = "messenger profile"
	Poll             Kind = "poll"
	Product          Kind = "product"
	ProductAppeal    Kind = "product appeal"
	ProductCatalog   Kind = "product catalog"
	ProductTag       Kind = "product tag"
	PromptResponse   Kind = "prompt response"
	PublishingLimit  Kind = "publishing limit"
	SubscribedApp    Kind = "subscribed app"
	ThreadsUser      Kind = "threads user"
)

// The kinds of objects that are in the same row as the node that holds them.
const (
	Boost              Kind = "boost"
	Commenter          Kind = "commenter"
	ContainerCopyright Kind = "container copyright"
	Copyright          Kind = "copyright"
	CopyrightStatus    Kind = "copyright status"
	VideoStatus        Kind = "video status"
)
