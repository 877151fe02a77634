package catalog

import "slices"

// Scope is what a login type asks people to allow, under the name that it gives it.
//
// Source: Meta, "Permissions Reference" of each login type.
type Scope struct {
	Name  string
	Login Login
	// Permission is what the scope is needed for. What several scopes name, all of
	// them are needed for.
	Permission Permission
	// Meaning is the scope in the words of the login's window.
	Meaning string
	// Compulsory scopes cannot be declined.
	Compulsory bool
}

var scopes = []Scope{
	{"user_profile", BasicDisplay, Basic, "profile", true},
	{"user_media", BasicDisplay, Posts, "media", false},

	{"instagram_business_basic", Instagram, Basic | Posts, "profile and media", true},
	{"instagram_business_content_publish", Instagram, Publish, "publish media", false},
	{"instagram_business_manage_comments", Instagram, Comments, "read and manage comments", false},
	{"instagram_business_manage_messages", Instagram, Messages, "read and send messages", false},
	{"instagram_business_manage_insights", Instagram, Insights, "read insights", false},

	{"public_profile", Facebook, 0, "name", true},
	{"pages_show_list", Facebook, Pages, "list of Pages", false},
	{"pages_read_engagement", Facebook, Basic | Posts, "content of Pages", false},
	{"pages_manage_metadata", Facebook, 0, "webhooks of Pages", false},
	{"instagram_basic", Facebook, Basic | Posts | Hashtags, "profile and media", false},
	{"instagram_content_publish", Facebook, Publish, "publish media", false},
	{"instagram_manage_comments", Facebook, Comments, "read and manage comments", false},
	{"instagram_manage_contents", Facebook, Contents, "delete media", false},
	{"instagram_manage_engagement", Facebook, Engagement, "like media and comments", false},
	{"instagram_manage_insights", Facebook, Insights, "read insights", false},
	{"instagram_manage_messages", Facebook, Messages, "read and send messages", false},
	{"instagram_manage_upcoming_events", Facebook, Events, "upcoming events", false},
	{"catalog_management", Facebook, Shopping, "catalogs", false},
	{"instagram_shopping_tag_products", Facebook, Shopping, "tag products", false},
	{"threads_business_basic", Facebook, Threads, "Threads profile", false},
	{"business_management", Facebook, 0, "businesses", false},
	{"ads_management", Facebook, 0, "manage ads", false},
	{"ads_read", Facebook, 0, "read ads", false},
}

// Scopes returns the scopes of a login type.
func Scopes(login Login) []Scope {
	return slices.DeleteFunc(slices.Clone(scopes), func(s Scope) bool { return s.Login != login })
}

// ScopeNames returns the names of all scopes of a login type.
func ScopeNames(login Login) (names []string) {
	for _, s := range Scopes(login) {
		names = append(names, s.Name)
	}
	return names
}

// Permissions returns what a login type's scopes allow together.
func Permissions(login Login, granted []string) (p Permission) {
	var lacking Permission
	for _, s := range Scopes(login) {
		if slices.Contains(granted, s.Name) {
			p |= s.Permission
		} else {
			lacking |= s.Permission
		}
	}
	return p &^ lacking
}
