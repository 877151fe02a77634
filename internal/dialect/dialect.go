// Package dialect says what each login type of the Graph API can do. There are
// three: the retired Basic Display API, the Instagram API with
// Instagram Login, and the one with Facebook Login.
package dialect

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Login is a login type, and so a dialect.
type Login uint8

// The login types. The zero value is none of them.
const (
	BasicDisplay Login = 1 + iota
	Instagram
	Facebook
)

// Dialect is what one login type can do.
type Dialect struct {
	Login Login
	// Major is the major number of the Graph API's version; 0 for one that lacks
	// whatever is retired.
	Major int
	// Host is Meta's server for this login type.
	Host string
	// TokenPrefix begins the access tokens of this login type.
	TokenPrefix string
	// LookupMode is how many nodes are looked up, unless a setting says otherwise.
	LookupMode LookupMode
	// MeIsPage reports whether /me is not the Instagram account but the Facebook
	// user, whose Pages (/me/accounts) lead to it.
	MeIsPage bool
	// LongestSpan is the most time that one call's insights can be asked for; 0
	// where no bound is known.
	//
	// Source: Meta's refusal, "There cannot be more than 30 days (2592000 s) between
	// since and until".
	LongestSpan time.Duration
	// permissions are the names that this login type gives to permissions; one
	// that is missing here does not exist in it.
	permissions map[Permission][]string
	// beyond are the names of permissions that no field needs, and that people are asked for
	// all the same: for webhooks, and where a Business Manager gave them their role on a Page.
	beyond []string
}

var dialects = [...]*Dialect{
	BasicDisplay: {
		Login:       BasicDisplay,
		Host:        "graph.instagram.com",
		TokenPrefix: "IGQV",
		LookupMode:  IDs,
		permissions: map[Permission][]string{
			Basic: {"instagram_graph_user_profile"},
			Media: {"instagram_graph_user_media"},
		},
	},
	Instagram: {
		Login:       Instagram,
		Host:        "graph.instagram.com",
		TokenPrefix: "IGAA",
		LookupMode:  Single,
		permissions: map[Permission][]string{
			Basic:    {"instagram_business_basic"},
			Media:    {"instagram_business_basic"},
			Comments: {"instagram_business_manage_comments"},
			Insights: {"instagram_business_manage_insights"},
			Publish:  {"instagram_business_content_publish"},
			Messages: {"instagram_business_manage_messages"},
		},
	},
	Facebook: {
		Login:       Facebook,
		Host:        "graph.facebook.com",
		TokenPrefix: "EAA",
		LookupMode:  Batch,
		MeIsPage:    true,
		LongestSpan: 30 * 24 * time.Hour,
		permissions: map[Permission][]string{
			Basic:      {"instagram_basic", "pages_read_engagement"},
			Media:      {"instagram_basic", "pages_read_engagement"},
			Comments:   {"instagram_manage_comments"},
			Shopping:   {"catalog_management", "instagram_shopping_tag_products"},
			Insights:   {"instagram_manage_insights"},
			Publish:    {"instagram_content_publish"},
			Discovery:  {"instagram_manage_insights"},
			Hashtags:   {"Instagram Public Content Access"},
			Events:     {"instagram_manage_upcoming_events"},
			Threads:    {"threads_business_basic"},
			Messages:   {"instagram_manage_messages"},
			Pages:      {"pages_show_list"},
			Contents:   {"instagram_manage_contents"},
			Engagement: {"instagram_manage_engagement"},
		},
		beyond: []string{"public_profile", "pages_manage_metadata", "business_management", "ads_management", "ads_read"},
	},
}

// Of returns the dialect of a login type, or nil.
func Of(login Login) *Dialect {
	if int(login) >= len(dialects) {
		return nil
	}
	return dialects[login]
}

// All returns the dialects of all login types.
func All() []*Dialect { return slices.Clone(dialects[BasicDisplay:]) }

// OfToken returns the dialect that a token's prefix belongs to, or nil.
//
// Source: token prefixes as seen in Meta's documentation and in tokens.
func OfToken(token string) *Dialect {
	for _, d := range dialects[BasicDisplay:] {
		if strings.HasPrefix(token, d.TokenPrefix) {
			return d
		}
	}
	return nil
}

// OfHost returns the dialect of one of Meta's hosts; nil for any other host.
// graph.instagram.com speaks the Instagram Login dialect: Basic Display was
// shut down there on 2024-12-04.
func OfHost(host string) *Dialect {
	switch strings.ToLower(host) {
	case dialects[Instagram].Host:
		return dialects[Instagram]
	case dialects[Facebook].Host:
		return dialects[Facebook]
	}
	return nil
}

var names = [...]string{BasicDisplay: "basic-display", Instagram: "instagram", Facebook: "facebook"}

// String returns the name that the setting -login takes.
func (l Login) String() string {
	if int(l) < len(names) {
		return names[l]
	}
	return ""
}

// Title returns the name that Meta's documentation uses.
func (l Login) Title() string {
	switch l {
	case BasicDisplay:
		return "Instagram Basic Display"
	case Instagram:
		return "Instagram Login"
	case Facebook:
		return "Facebook Login"
	}
	return "no login type"
}

// ParseLogin reads the name of a login type as the setting -login takes it.
func ParseLogin(name string) (Login, error) {
	for login, n := range names {
		if n != "" && n == name {
			return Login(login), nil
		}
	}
	return 0, fmt.Errorf("login type %q is not one of basic-display, instagram, facebook", name)
}
