package random

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/gramql/gramql/internal/app/apptest"
)

// GraphName returns the Graph API's name of a field.
func GraphName(name string) string {
	if name == "graphId" {
		return "id"
	}
	var b strings.Builder
	for _, c := range name {
		if unicode.IsUpper(c) {
			fmt.Fprintf(&b, "_%c", unicode.ToLower(c))
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// Readable are the types whose nodes are read by their own ids. Of all else a naive
// resolver knows only where it found them.
//
// A realm is a type, or what is shown of it in some place: the first word is the
// type's name.
var Readable = map[string]bool{
	"User": true, "Media": true, "Comment": true, "Hashtag": true, "Page": true,
	"UpcomingEvent": true, "ScheduledMedia": true, "Business": true,
}

// fieldsOf are the plain fields of realms that have fewer than their types. A child has
// those of its album, and no children.
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

// Way is how a field leads on: its arguments besides those that page, the same in
// a field expansion, and the realm behind it.
type Way struct {
	args, Params, To string
	// How is empty for a connection.
	How How
	// Whole reports that a connection has all its items on one page.
	Whole bool
}

// How is what stands behind a field, in the Graph API's answers.
type How uint8

// Of a connection, and what else there is behind fields.
const (
	Paged  How = iota
	Value      // a value, or many, in the field itself
	Node       // a node whose id is in the field
	Parent     // a node whose id is in a field of another name
	Object     // a node that is shown in the field only
	Single     // the only item of an edge
	Items      // all items of an edge
)

var (
	posters   = `business: "` + apptest.OwnerBusiness + `"`
	footprint = `catalogId: "` + apptest.Catalog + `", q: "foot"`
)

// Onward are the fields that lead on from each realm.
var Onward = map[string]map[string]Way{
	"User": {
		"media":                       {To: "Media"},
		"stories":                     {To: "Media"},
		"liveMedia":                   {To: "Media"},
		"tags":                        {To: "Media tagged"},
		"collaborativeMedia":          {To: "Media collaborative"},
		"collaborativeMediaSearch":    {How: Object, args: `mediaId: "` + apptest.Collaboration + `"`, Params: ".media_id(" + apptest.Collaboration + ")", To: "Media collaborative"},
		"businessDiscovery":           {How: Object, args: `username: "cretaceouscoffee"`, Params: ".username(cretaceouscoffee)", To: "User discovered"},
		"mentionedMedia":              {How: Object, args: `mediaId: "` + apptest.MentioningPost + `"`, Params: ".media_id(" + apptest.MentioningPost + ")", To: "Media mentioned"},
		"mentionedComment":            {How: Object, args: `commentId: "` + apptest.MentioningComment + `"`, Params: ".comment_id(" + apptest.MentioningComment + ")", To: "Comment mentioned"},
		"upcomingEvents":              {To: "UpcomingEvent"},
		"scheduledMedia":              {To: "ScheduledMedia"},
		"agencies":                    {To: "Business"},
		"ownerBusiness":               {How: Node, To: "Business"},
		"authorizedAdaccounts":        {args: posters, Params: ".business(" + apptest.OwnerBusiness + ")", To: "AdAccount"},
		"brandedContentAdPermissions": {To: "BrandedContentAdPermission"},
		"availableCatalogs":           {To: "Catalog"},
		"catalogProductSearch":        {args: footprint, Params: ".catalog_id(" + apptest.Catalog + ").q(foot)", To: "CatalogProduct"},
		"collaborationInvites":        {To: "CollaborationInvite"},
		"conversations":               {To: "Conversation"},
		"subscribedApps":              {To: "SubscribedApp", Whole: true},
		"messengerProfile":            {How: Single, To: "MessengerProfile"},
		"contentPublishingLimit":      {How: Single, To: "ContentPublishingLimit"},
		"connectedThreadsUser":        {How: Single, To: "ThreadsUser"},
		"instagramBackedThreadsUser":  {How: Single, To: "ThreadsUser"},
		"productAppeal":               {How: Single, args: `productId: "6120034410000148"`, Params: ".product_id(6120034410000148)", To: "ProductAppeal"},
		"insights":                    {How: Items, args: "metrics: [REACH], period: DAY", Params: ".metric(reach).period(day)", To: "Insight"},
	},
	"User discovered": {"media": {To: "Media discovered"}},
	"Media": {
		"children":                  {To: "Media", Whole: true},
		"comments":                  {To: "Comment"},
		"owner":                     {How: Node, To: "User"},
		"collaborators":             {To: "Collaborator", Whole: true},
		"productTags":               {To: "ProductTag", Whole: true},
		"boostAdsList":              {To: "BoostAd", Whole: true},
		"boostEligibilityInfo":      {How: Value, To: "BoostEligibilityInfo"},
		"copyrightCheckInformation": {How: Value, To: "CopyrightCheckInformation"},
	},
	"Media tagged":              {"children": {To: "Media tagged child", Whole: true}},
	"Media discovered":          {"children": {To: "Media discovered child", Whole: true}},
	"Media hashtag":             {"children": {To: "Media hashtag child", Whole: true}},
	"Media mentioned":           {"comments": {To: "Comment below"}},
	"CopyrightCheckInformation": {"status": {How: Value, To: "CopyrightCheckStatus"}},
	"Comment": {
		"replies": {To: "Comment"},
		"user":    {How: Node, To: "User"},
		"media":   {How: Node, To: "Media"},
		"from":    {How: Value, To: "CommentAuthor"},
		"parent":  {How: Parent, Params: "parent_id", To: "Comment"},
	},
	"Comment mentioned": {"media": {How: Object, To: "Media mentioned"}},
	"Hashtag": {
		"topMedia":    {Params: ".user_id(" + apptest.Business + ")", To: "Media hashtag"},
		"recentMedia": {Params: ".user_id(" + apptest.Business + ")", To: "Media hashtag"},
	},
	"Page": {
		"instagramBusinessAccount":  {How: Node, To: "User"},
		"connectedInstagramAccount": {How: Node, To: "User"},
		"conversations":             {Params: ".platform(instagram)", To: "Conversation"},
		"subscribedApps":            {To: "SubscribedApp", Whole: true},
	},
	"Conversation":           {"messages": {How: Items, To: "Message"}},
	"Message":                {"from": {How: Value, To: "MessageParty"}, "to": {How: Value, To: "MessageParty"}},
	"ContentPublishingLimit": {"config": {How: Value, To: "ContentPublishingConfig"}},
	"CatalogProduct":         {"productVariants": {How: Value, To: "CatalogProductVariant"}},
}

// TypeOf returns the name of a realm's type.
func TypeOf(realm string) string {
	name, _, _ := strings.Cut(realm, " ")
	return name
}
