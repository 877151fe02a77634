package dialect

import (
	"slices"
	"strings"
)

// Permission is a right that a token can carry, under a name that does not
// depend on the login type.
type Permission uint8

// The permissions. The zero value needs none.
//
// Source: Meta, "Permissions Reference" of each login type.
const (
	None       Permission = iota
	Basic                 // read the account's profile
	Media                 // read its media
	Comments              // read and moderate comments
	Shopping              // read the shop and its products
	Insights              // read measured numbers
	Publish               // publish, and read the publishing quota
	Discovery             // discover other professional accounts
	Hashtags              // search hashtags and read their media
	Events                // read upcoming events
	Threads               // read linked Threads accounts
	Messages              // read conversations and the messenger profile
	Pages                 // list Facebook Pages
	Contents              // delete media
	Engagement            // like media and comments
)

var permissionNames = map[string]Permission{
	"BASIC": Basic, "MEDIA": Media, "COMMENTS": Comments, "SHOPPING": Shopping,
	"INSIGHTS": Insights, "PUBLISH": Publish, "DISCOVERY": Discovery,
	"HASHTAGS": Hashtags, "EVENTS": Events, "THREADS": Threads, "MESSAGES": Messages, "PAGES": Pages, "CONTENTS": Contents, "ENGAGEMENT": Engagement,
}

// ParsePermission returns the permission with that name in the schema's
// directives, and reports whether there is one.
func ParsePermission(name string) (Permission, bool) {
	p, ok := permissionNames[name]
	return p, ok
}

// Names returns the login type's own names for a permission: the scopes that a
// token needs. Nil if the login type has no such permission.
func (d *Dialect) Names(p Permission) []string { return d.permissions[p] }

// Askable returns the names of all permissions that people can be asked for when they log in,
// sorted.
func (d *Dialect) Askable() []string {
	all := append(d.Scopes(), d.beyond...)
	slices.Sort(all)
	return all
}

// Scopes returns the names of all permissions of the login type, sorted. Approvals of an
// app, whose names are words, are no scopes.
func (d *Dialect) Scopes() (all []string) {
	for _, names := range d.permissions {
		for _, name := range names {
			if !strings.Contains(name, " ") {
				all = append(all, name)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
