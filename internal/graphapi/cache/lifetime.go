package cache

import (
	"slices"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/graphapi"
)

// nodes is how long a node's own fields are fresh, by its type in the schema;
// usual is that of all others.
var nodes = map[string]time.Duration{
	"User": 5 * time.Minute, "Page": 5 * time.Minute, "Catalog": 5 * time.Minute,
	"Media":   time.Minute,
	"Comment": 30 * time.Second, "Conversation": 30 * time.Second,
	"Hashtag": longest, "OEmbed": longest, // which hardly ever change
	"Container": 0, // is asked for until it is ready
}

// edges is how long the nodes behind an edge or a look-up are fresh; an edge
// without a row lives as long as its node.
var edges = map[string]time.Duration{
	"business_discovery": 5 * time.Minute,
	"insights":           5 * time.Minute, // Meta brings them up to date hourly at best
	"media":              time.Minute, "live_media": time.Minute, "tags": time.Minute,
	"collaborative_media": time.Minute, "collaborative_media_search": time.Minute,
	"comments": 30 * time.Second, "replies": 30 * time.Second, "stories": 30 * time.Second,
	"mentioned_media": 30 * time.Second, "mentioned_comment": 30 * time.Second, "conversations": 30 * time.Second,
	"content_publishing_limit": 0, // changes with each post
	// Their cursor leads on by being used: each walk needs one of its own.
	"recent_media": 0, "top_media": 0,
}

const (
	usual   = time.Minute
	longest = time.Hour
)

// Lifetime returns how long the answer to a call is fresh: as long as what is
// fresh for the shortest time in it, or in any call of a batch. 0 reports that it must
// serve no other call.
func Lifetime(call graphapi.Call) time.Duration {
	if len(call.Batch) > 0 {
		shortest := longest
		for _, item := range call.Batch {
			shortest = min(shortest, Lifetime(item))
		}
		return shortest
	}
	list, err := fields.Parse(call.Fields)
	if err != nil || call.Once {
		return 0
	}
	lifetime := longest
	if len(list) == 0 || slices.ContainsFunc(list, own) {
		lifetime = usual
		if row, ok := nodes[call.Node]; ok {
			lifetime = row
		}
	}
	return min(lifetime, behind(list))
}

// own reports whether a field is the node's own, and more than its id.
func own(f fields.Field) bool {
	_, edge := edges[f.Name]
	return !edge && f.Name != "id"
}

// behind returns how long everything behind the edges is fresh.
func behind(list fields.List) time.Duration {
	lifetime := longest
	for _, f := range list {
		if row, ok := edges[f.Name]; ok {
			lifetime = min(lifetime, row)
		}
		lifetime = min(lifetime, behind(f.Fields))
	}
	return lifetime
}
