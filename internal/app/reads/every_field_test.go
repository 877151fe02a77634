package reads_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
)

// arguments are what fields with required arguments are asked with.
var arguments = map[string]string{
	"User.businessDiscovery":        `(username: "cretaceouscoffee")`,
	"User.insights":                 `(metrics: [REACH], period: DAY)`,
	"Media.insights":                `(metrics: [REACH])`,
	"User.catalogProductSearch":     `(catalogId: "1590000771120001")`,
	"User.authorizedAdaccounts":     `(business: "1590000771120001")`,
	"User.productAppeal":            `(productId: "1590000771120001")`,
	"User.mentionedMedia":           `(mediaId: "` + apptest.MentioningPost + `")`,
	"User.mentionedComment":         `(commentId: "` + apptest.MentioningComment + `")`,
	"User.collaborativeMediaSearch": `(mediaId: "` + apptest.Collaboration + `")`,
}

// places say where a node of each type stands, with %s for its selection.
var places = map[string]string{
	"Audio":          `{ igAudio(category: MUSIC, first: 1) %s }`,
	"Container":      `{ container(id: "` + apptest.Container + `") %s }`,
	"User":           `{ me %s }`,
	"Page":           `{ pages %s }`,
	"UserProfile":    `{ userProfile(id: "6210034455001") %s }`,
	"Media":          `{ me { media(first: 3) { nodes %s } } }`,
	"Comment":        `{ me { media(first: 3) { nodes { comments(first: 2) { nodes %s } } } } }`,
	"Hashtag":        `{ hashtag(name: "dinodata") %s }`,
	"UpcomingEvent":  `{ me { upcomingEvents { nodes %s } } }`,
	"ScheduledMedia": `{ me { scheduledMedia { nodes %s } } }`,
	"Business":       `{ me { agencies { nodes %s } } }`,
}

// TestSchema_everyFieldOfALoginTypeIsAnswered asks for every field that a login
// type has. The local graph refuses a field that it does not know, so an answer
// without an error shows a row for each.
func TestSchema_everyFieldOfALoginTypeIsAnswered(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := apptest.Start(t, func(s *config.Settings) { s.Limits = apptest.Unlimited })
	for login, token := range map[dialect.Login]string{
		dialect.BasicDisplay: "IGQVdemojayposiris",
		dialect.Instagram:    "IGAAdemometricsaurus",
		dialect.Facebook:     "EAAdemometricsaurus",
	} {
		every := everyField{schema, m, login}
		for _, operation := range every.operations() {
			for _, e := range w.Do(token, operation, nil).Errors {
				t.Errorf("%s, %s: %v: %s", login.Title(), operation, e.Path, e.Message)
			}
		}
	}
}

// everyField writes selections of all that a login type has.
type everyField struct {
	schema *ast.Schema
	m      *mapping.Mapping
	login  dialect.Login
}

// operations returns what asks for every field of every type.
func (e everyField) operations() []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(places)) {
		if !e.m.Type(name).Requires.SupportedBy(e.login) {
			continue
		}
		for _, selection := range e.selections(name) {
			all = append(all, fmt.Sprintf(places[name], "{ "+selection+" }"))
		}
	}
	return all
}

// selections returns one selection of a type's plain fields, and one for each
// field with something behind it.
func (e everyField) selections(name string) []string {
	var plain, all []string
	for _, def := range e.schema.Types[name].Fields {
		f := e.m.Type(name).Fields[def.Name]
		if f == nil || !f.SupportedBy(e.login) || f.Requires.Shown {
			continue
		}
		if inner := e.inner(def.Type.Name()); inner == "" {
			plain = append(plain, def.Name)
		} else {
			all = append(all, def.Name+arguments[f.Coordinate()]+" "+inner)
		}
	}
	return append(all, strings.Join(plain, " "))
}

// inner returns a selection of what stands behind a field: a node's id, or all
// of a value; empty for a scalar.
func (e everyField) inner(name string) string {
	def := e.schema.Types[name]
	switch {
	case def.IsLeafType():
		return ""
	case strings.HasSuffix(name, "Connection"):
		return "{ nodes " + e.inner(strings.TrimSuffix(name, "Connection")) + " pageInfo { hasNextPage endCursor } totalCount }"
	case def.Fields.ForName("id") != nil && e.m.Type(name).Node != "":
		return "{ id }"
	}
	var fields []string
	for _, f := range def.Fields {
		if e.m.Type(name).Fields[f.Name].SupportedBy(e.login) {
			fields = append(fields, f.Name+" "+e.inner(f.Type.Name()))
		}
	}
	return "{ " + strings.Join(fields, " ") + " }"
}
