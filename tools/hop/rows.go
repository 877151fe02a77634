package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// row is a query that is measured.
type row struct {
	name      string
	login     login
	query     string
	variables map[string]any
	// media is how many media the answer has.
	media int
}

// login is a login type with a token of the demo world.
type login struct{ name, token string }

var (
	instagram = login{"instagram", "IGAAdemometricsaurus"}
	facebook  = login{"facebook", "EAAdemometricsaurus"}
)

// What the queries select. The feeds grow from row to row.
const (
	six      = `id caption mediaType mediaUrl permalink timestamp`
	children = ` children { nodes { id mediaType mediaUrl } }`
	comments = ` comments(first: 5) { nodes { id text username timestamp } }`
)

// rows are the six queries, each of which is one upstream call. The ids are those of 50
// media.
func rows(ids []string) []row {
	feed := func(media string) string {
		return `{ me { id username media(first: 25) { nodes { ` + media + ` } } } }`
	}
	return []row{
		{name: "me: 2 fields", login: instagram, query: `{ me { id username } }`},
		{name: "+ 25 media × 6", login: instagram, query: feed(six), media: 25},
		{name: "+ children", login: instagram, query: feed(six + children), media: 25},
		{name: "+ 5 comments", login: instagram, query: feed(six + children + comments), media: 25},
		{
			name: "50 media by id", login: facebook, media: len(ids), variables: map[string]any{"ids": ids},
			query: `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Media { ` + six + ` } } }`,
		},
		{
			name: "5 users × 10 media", login: facebook, media: accounts * 10,
			query: `{ accounts { id username media(first: 10) { nodes { ` + six + ` } } } }`,
		},
	}
}

// idsOf50Media asks for the ids that the query by ids needs.
var idsOf50Media = row{
	name: "the ids of 50 media", login: instagram, media: 50,
	query: `{ me { media(first: 50) { nodes { id permalink } } } }`,
}

// body is the request's.
func (r row) body() string {
	text, err := json.Marshal(map[string]any{"query": r.query, "variables": r.variables})
	if err != nil {
		panic(err) // of texts
	}
	return string(text)
}

// check returns what is wrong with the body of an answer, of GramQL or of the upstream.
func (r row) check(status int, body string) error {
	switch found := strings.Count(body, `permalink\":`) + strings.Count(body, `"permalink":`); {
	case status != 200, strings.Contains(body, `"errors":`):
		return fmt.Errorf("%s: answered %d %.300s", r.name, status, body)
	case found != r.media:
		return fmt.Errorf("%s: answered with %d media, and %d are asked for", r.name, found, r.media)
	case !strings.Contains(body, "metricsaurus") && r.media == 0:
		return fmt.Errorf("%s: answered %.300s", r.name, body)
	}
	return nil
}
