package random

import (
	"net/url"

	"github.com/gramql/gramql/internal/app/apptest"
)

// Pool returns ids to look up, by type, with some that nobody has.
func Pool(direct apptest.REST, account string) map[string][]string {
	media := idsOn(direct, account, "media")[:4]
	pool := map[string][]string{"User": {account}, "Media": append([]string{"1"}, media...)}
	for _, id := range media {
		pool["Media"] = append(pool["Media"], idsOn(direct, id, "children")...)
		comments := idsOn(direct, id, "comments")
		for _, comment := range comments[:min(8, len(comments))] {
			pool["Comment"] = append(append(pool["Comment"], comment), idsOn(direct, comment, "replies")...)
		}
	}
	if _, found := direct.Try("ig_hashtag_search", url.Values{"user_id": {apptest.Business}, "q": {"dinodata"}}); len(apptest.List(found, "data")) > 0 {
		pool["Hashtag"] = []string{apptest.At(found, "data", 0, "id").(string)}
	}
	return pool
}

// idsOn returns the ids on the first page of an edge; none where it is refused.
func idsOn(direct apptest.REST, id, edge string) []string {
	_, page := direct.Try(id+"/"+edge, url.Values{"fields": {"id"}, "limit": {"50"}})
	var ids []string
	for _, item := range apptest.List(page, "data") {
		ids = append(ids, apptest.At(item, "id").(string))
	}
	return ids
}
