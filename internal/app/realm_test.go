package app_test

import "strings"

// A realm is a type, or what is shown of it in some place: the first word is the
// type's name. Nodes of the types in readable are read by their own ids; of all
// else the naive resolver knows only where it found them.
var readable = map[string]bool{
	"User": true, "Media": true, "Comment": true, "Hashtag": true, "Page": true,
	"UpcomingEvent": true, "ScheduledMedia": true, "Business": true,
}

// fieldsOf are the plain fields of realms that have fewer than their types.
//
// Source: Meta, Instagram Platform: "Business Discovery", "Mentioned Media",
// "Hashtag Search", and the fields marked Public of IG Media.
var fieldsOf = map[string]string{
	"User discovered":     "id graphId username name biography website profilePictureUrl followersCount followsCount mediaCount igId",
	"Media tagged":        "id graphId caption mediaType mediaProductType mediaUrl thumbnailUrl permalink shortcode timestamp username commentsCount altText",
	"Media discovered":    "id graphId caption mediaType mediaProductType mediaUrl thumbnailUrl permalink shortcode timestamp username commentsCount viewCount repostsCount",
	"Media collaborative": "id graphId caption mediaType mediaProductType mediaUrl thumbnailUrl permalink timestamp username commentsCount repostsCount sharesCount savedCount",
	"Media mentioned":     "id graphId caption mediaType mediaUrl permalink timestamp username commentsCount",
	"Media hashtag":       "id graphId caption mediaType mediaUrl permalink timestamp commentsCount",
	"Comment mentioned":   "id graphId text timestamp likeCount",
	"Comment below":       "id graphId text timestamp username likeCount",
	"Insight":             "graphId name period title description",
}

// way is how a field leads on: its arguments besides those that page, the same in
// a field expansion, and the realm behind it.
type way struct {
	args, params, to string
	// how is empty for a connection.
	how how
	// whole reports that a connection has all its items on one page.
	whole bool
}

// how is what stands behind a field, in the Graph API's answers.
type how uint8

const (
	paged  how = iota
	value      // a value, or many, in the field itself
	node       // a node whose id is in the field
	parent     // a node whose id is in a field of another name
	object     // a node that is shown in the field only
	single     // the only item of an edge
	items      // all items of an edge
)

var (
	posters   = `business: "` + owner + `"`
	footprint = `catalogId: "` + catalog + `", q: "foot"`
)

// onward are the fields that lead on from each realm.
var onward = map[string]map[string]way{
	"User": {
		"media":                       {to: "Media"},
		"stories":                     {to: "Media"},
		"liveMedia":                   {to: "Media"},
		"tags":                        {to: "Media tagged"},
		"collaborativeMedia":          {to: "Media collaborative"},
		"collaborativeMediaSearch":    {how: object, args: `mediaId: "` + collaboration + `"`, params: ".media_id(" + collaboration + ")", to: "Media collaborative"},
		"businessDiscovery":           {how: object, args: `username: "cretaceouscoffee"`, params: ".username(cretaceouscoffee)", to: "User discovered"},
		"mentionedMedia":              {how: object, args: `mediaId: "` + mentioningPost + `"`, params: ".media_id(" + mentioningPost + ")", to: "Media mentioned"},
		"mentionedComment":            {how: object, args: `commentId: "` + mentioningComment + `"`, params: ".comment_id(" + mentioningComment + ")", to: "Comment mentioned"},
		"upcomingEvents":              {to: "UpcomingEvent"},
		"scheduledMedia":              {to: "ScheduledMedia"},
		"agencies":                    {to: "Business"},
		"ownerBusiness":               {how: node, to: "Business"},
		"authorizedAdaccounts":        {args: posters, params: ".business(" + owner + ")", to: "AdAccount"},
		"brandedContentAdPermissions": {to: "BrandedContentAdPermission"},
		"availableCatalogs":           {to: "Catalog"},
		"catalogProductSearch":        {args: footprint, params: ".catalog_id(" + catalog + ").q(foot)", to: "CatalogProduct"},
		"collaborationInvites":        {to: "CollaborationInvite"},
		"conversations":               {to: "Conversation"},
		"subscribedApps":              {to: "SubscribedApp", whole: true},
		"messengerProfile":            {how: single, to: "MessengerProfile"},
		"contentPublishingLimit":      {how: single, to: "ContentPublishingLimit"},
		"connectedThreadsUser":        {how: single, to: "ThreadsUser"},
		"instagramBackedThreadsUser":  {how: single, to: "ThreadsUser"},
		"productAppeal":               {how: single, args: `productId: "6120034410000148"`, params: ".product_id(6120034410000148)", to: "ProductAppeal"},
		"insights":                    {how: items, args: "metrics: [REACH], period: DAY", params: ".metric(reach).period(day)", to: "Insight"},
	},
	"User discovered": {"media": {to: "Media discovered"}},
	"Media": {
		"children":                  {to: "Media", whole: true},
		"comments":                  {to: "Comment"},
		"owner":                     {how: node, to: "User"},
		"collaborators":             {to: "Collaborator", whole: true},
		"productTags":               {to: "ProductTag", whole: true},
		"boostAdsList":              {to: "BoostAd", whole: true},
		"boostEligibilityInfo":      {how: value, to: "BoostEligibilityInfo"},
		"copyrightCheckInformation": {how: value, to: "CopyrightCheckInformation"},
	},
	"Media tagged":              {"children": {to: "Media tagged", whole: true}},
	"Media discovered":          {"children": {to: "Media discovered", whole: true}},
	"Media hashtag":             {"children": {to: "Media hashtag", whole: true}},
	"Media mentioned":           {"comments": {to: "Comment below"}},
	"CopyrightCheckInformation": {"status": {how: value, to: "CopyrightCheckStatus"}},
	"Comment": {
		"replies": {to: "Comment"},
		"user":    {how: node, to: "User"},
		"media":   {how: node, to: "Media"},
		"from":    {how: value, to: "CommentAuthor"},
		"parent":  {how: parent, params: "parent_id", to: "Comment"},
	},
	"Comment mentioned": {"media": {how: object, to: "Media mentioned"}},
	"Hashtag": {
		"topMedia":    {params: ".user_id(" + business + ")", to: "Media hashtag"},
		"recentMedia": {params: ".user_id(" + business + ")", to: "Media hashtag"},
	},
	"Page": {
		"instagramBusinessAccount":  {how: node, to: "User"},
		"connectedInstagramAccount": {how: node, to: "User"},
		"conversations":             {params: ".platform(instagram)", to: "Conversation"},
		"subscribedApps":            {to: "SubscribedApp", whole: true},
	},
	"Conversation":           {"messages": {how: items, to: "Message"}},
	"Message":                {"from": {how: value, to: "MessageParty"}, "to": {how: value, to: "MessageParty"}},
	"ContentPublishingLimit": {"config": {how: value, to: "ContentPublishingConfig"}},
	"CatalogProduct":         {"productVariants": {how: value, to: "CatalogProductVariant"}},
}

// typeOf returns the name of a realm's type.
func typeOf(realm string) string {
	name, _, _ := strings.Cut(realm, " ")
	return name
}
