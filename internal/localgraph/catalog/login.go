package catalog

import "strings"

// Login is a set of login types, and so of dialects.
type Login uint8

// The login types.
const (
	BasicDisplay Login = 1 << iota
	Instagram
	Facebook
)

// Graph is the Instagram Graph API, which two login types share.
const Graph = Instagram | Facebook

// Has reports whether the set contains the other.
func (l Login) Has(other Login) bool { return l&other == other }

// OfToken returns the login type of an access token by its prefix; 0 for none. The
// token of an app, which has its id before a bar, is one of Facebook's.
func OfToken(token string) Login {
	switch {
	case strings.HasPrefix(token, "IGQV"):
		return BasicDisplay
	case strings.HasPrefix(token, "IGAA"):
		return Instagram
	case strings.HasPrefix(token, "EAA"), strings.Contains(token, "|"):
		return Facebook
	}
	return 0
}

// Permission is a set of rights, under names that do not depend on the login type.
//
// Source: Meta, "Permissions Reference" of each login type.
type Permission uint16

// The permissions, each with its scopes in Basic Display, Instagram Login and
// Facebook Login. Posts is the one to read media.
const (
	Basic      Permission = 1 << iota // instagram_graph_user_profile; instagram_business_basic; instagram_basic and pages_read_engagement
	Posts                             // instagram_graph_user_media; instagram_business_basic; instagram_basic and pages_read_engagement
	Comments                          // none; instagram_business_manage_comments; instagram_manage_comments
	Shopping                          // none; none; catalog_management and instagram_shopping_tag_products
	Insights                          // none; instagram_business_manage_insights; instagram_manage_insights
	Publish                           // none; instagram_business_content_publish; instagram_content_publish
	Hashtags                          // none; none; instagram_basic with the feature Instagram Public Content Access
	Events                            // none; none; instagram_manage_upcoming_events
	Threads                           // none; none; threads_business_basic
	Messages                          // none; instagram_business_manage_messages; instagram_manage_messages
	Pages                             // none; none; pages_show_list
	Contents                          // none; none; instagram_manage_contents
	Engagement                        // none; none; instagram_manage_engagement
)

// Has reports whether the set contains the other.
func (p Permission) Has(other Permission) bool { return p&other == other }

// All is every permission.
const All = Basic | Posts | Comments | Shopping | Insights | Publish | Hashtags | Events | Threads | Messages | Pages | Contents | Engagement
