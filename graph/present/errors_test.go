package present_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/graph/present"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/plan/refused"
	"github.com/gramql/gramql/internal/problem"
)

// place is a field of an operation that is being resolved.
type place struct {
	query     string
	variables map[string]any
	// path leads to the field, by response names and indexes; none is the request as a whole.
	path []any
	// unplanned says that the operation has no plan.
	unplanned bool
	// products are the product types that the media of the field can have.
	products []string
}

// insights is the field of a media on a page.
var insights = place{
	query: "{\n  me {\n    media(first: 2) { nodes { insights(metrics: [REACH]) { name } } } } }",
	path:  []any{"me", "media", "nodes", 1, "insights"},
}

// show presents an error at the place, and returns what is logged of it as well.
func (p place) show(t *testing.T, err error) (shown *gqlerror.Error, log string) {
	t.Helper()
	operation := plantest.Operation(t, p.query, p.variables)
	ctx, set := graphql.WithOperationContext(t.Context(), operation), operation.Operation.SelectionSet
	for _, step := range p.path {
		if i, ok := step.(int); ok {
			ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
			continue
		}
		for _, selected := range set {
			if f := selected.(*ast.Field); f.Alias == step {
				ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{
					Object: f.ObjectDefinition.Name, Field: graphql.CollectedField{Field: f, Selections: f.SelectionSet},
				})
				set = f.SelectionSet
			}
		}
	}
	var written bytes.Buffer
	presenter := present.Presenter{
		Log:     slog.New(slog.NewTextHandler(&written, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Mapping: plantest.Mapping(t),
		PlanOf: func(context.Context) *plan.Plan {
			if p.unplanned {
				return nil
			}
			return plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Instagram), operation)
		},
		ProductsOf: func(*graphql.FieldContext) []string { return p.products },
	}
	return presenter.Present(ctx, err), written.String()
}

// told writes what clients see of an error besides its path and places, in lines.
func told(e *gqlerror.Error) string {
	lines := []string{e.Message}
	for _, name := range slices.Sorted(maps.Keys(e.Extensions)) {
		lines = append(lines, fmt.Sprint(name, ": ", e.Extensions[name]))
	}
	return strings.Join(lines, "\n")
}

// What the Graph API refuses, or that it does not answer, is told by its kind.
func TestPresent_tellsWhatTheGraphAPISays(t *testing.T) {
	t.Parallel()
	const support = "What this error means is not known here: leave out what is selected here, or ask Meta's support, which wants the fbtraceId."
	const noTrace = "What this error means is not known here: leave out what is selected here."
	const nextTime = "Ask again a little later; if the error stays, ask for less."
	biography := place{query: "{ me { biography } }", path: []any{"me", "biography"}}
	for name, c := range map[string]struct {
		at   place
		err  error
		want string
		// level is what the log says it at.
		level string
	}{
		"an expired token": {
			biography, &graphapi.Error{Status: 400, Code: 190, Subcode: 463, Type: "OAuthException", Message: "Session has expired", TraceID: "A1"},
			"Session has expired\ncode: UNAUTHENTICATED\ngraph: map[code:190 fbtraceId:A1 subcode:463 type:OAuthException]\n" +
				"hint: The access token is missing, expired or revoked: log in again and send a new one.\nreauthenticate: true\nretryable: false", "DEBUG",
		},
		"a permission that is missing": {
			insights, &graphapi.Error{Status: 403, Code: 10, Message: "No"},
			"No\ncode: FORBIDDEN\ngraph: map[code:10 fbtraceId: subcode:0 type:]\n" +
				"hint: The access token lacks a permission: log in again and grant it, or leave the field out.\n" +
				"permissions: [instagram_business_basic instagram_business_manage_insights]\nretryable: false", "DEBUG",
		},
		"a permission of a story": {
			place{query: insights.query, path: insights.path, products: []string{"STORY"}}, &graphapi.Error{Status: 403, Code: 10, Message: "No"},
			"No\ncode: FORBIDDEN\ngraph: map[code:10 fbtraceId: subcode:0 type:]\n" +
				"hint: The access token lacks a permission, or too few have seen the story so far: log in again and grant it, or ask later.\n" +
				"permissions: [instagram_business_basic instagram_business_manage_insights]\nretryable: false", "DEBUG",
		},
		"a permission for the nodes of a connection": {
			place{query: insights.query, path: []any{"me", "media", "nodes"}}, &graphapi.Error{Code: 10, Message: "No"},
			"No\ncode: FORBIDDEN\ngraph: map[code:10 fbtraceId: subcode:0 type:]\n" +
				"hint: The access token lacks a permission: log in again and grant it, or leave the field out.\n" +
				"permissions: [instagram_business_basic instagram_business_manage_insights]\nretryable: false", "DEBUG",
		},
		"a permission of an operation without a plan": {
			place{query: insights.query, path: []any{"me"}, unplanned: true}, &graphapi.Error{Code: 10, Message: "No"},
			"No\ncode: FORBIDDEN\ngraph: map[code:10 fbtraceId: subcode:0 type:]\n" +
				"hint: The access token lacks a permission: log in again and grant it, or leave the field out.\npermissions: []\nretryable: false", "DEBUG",
		},
		"a permission for no field": {
			place{query: "{ me { id } }"}, &graphapi.Error{Code: 10, Message: "No"},
			"No\ncode: FORBIDDEN\ngraph: map[code:10 fbtraceId: subcode:0 type:]\n" +
				"hint: The access token lacks a permission: log in again and grant it, or leave the field out.\npermissions: []\nretryable: false", "DEBUG",
		},
		"a block, with words for people": {
			biography, &graphapi.Error{Status: 400, Code: 368, Message: "Blocked", UserTitle: "Slow down"},
			"Blocked: Slow down\ncode: UPSTREAM_ERROR\ngraph: map[code:368 fbtraceId: subcode:0 type:]\n" +
				"hint: Meta has blocked the account or the app for now, and no token helps: see what Instagram or the app's dashboard says, and wait.\nretryable: false", "DEBUG",
		},
		"what is not there": {
			biography, &graphapi.Error{Status: 404, Code: 803, Message: "Gone"},
			"Gone\ncode: NOT_FOUND\ngraph: map[code:803 fbtraceId: subcode:0 type:]\n" +
				"hint: The Graph API does not show this, or not to this access token: leave it out, or ask with a token that may see it.\nretryable: false", "DEBUG",
		},
		"a metric, at a field with a hint of its own": {
			insights, refused.OfMetrics([]string{"reach"}, &graphapi.Error{Status: 400, Code: 100, Message: "Odd"}),
			"REACH: Odd\ncode: BAD_USER_INPUT\ngraph: map[code:100 fbtraceId: subcode:0 type:]\n" +
				"hint: Each product type has metrics of its own, as their descriptions say, and an album's children have none. Ask by product type.\nretryable: false", "DEBUG",
		},
		"a field of the answer around nodes, which has no hint of its own": {
			place{query: insights.query, path: []any{"me", "media", "nodes", 0}}, &graphapi.Error{Status: 400, Code: 2500, Message: "Odd"},
			"Odd\ncode: BAD_USER_INPUT\ngraph: map[code:2500 fbtraceId: subcode:0 type:]\nhint: The Graph API does not take this argument, field or id: change it, or leave it out.\nretryable: false", "DEBUG",
		},
		"a name that introspection only knows": {
			place{query: "{ me { __typename } }", path: []any{"me", "__typename"}}, &graphapi.Error{Status: 400, Code: 2500, Message: "Odd"},
			"Odd\ncode: BAD_USER_INPUT\ngraph: map[code:2500 fbtraceId: subcode:0 type:]\nhint: The Graph API does not take this argument, field or id: change it, or leave it out.\nretryable: false", "DEBUG",
		},
		"an error with a hint of its own": {
			biography, &graphapi.Error{Status: 400, Code: 12, Message: "Withdrawn"},
			"Withdrawn\ncode: UNSUPPORTED\ngraph: map[code:12 fbtraceId: subcode:0 type:]\n" +
				"hint: Leave out what is asked for here, or what of it the message names: the Graph API has withdrawn it, or has it in other versions or places only.\nretryable: false", "DEBUG",
		},
		"a Page's token, which has no Pages": {
			biography, &graphapi.Error{Status: 400, Code: 100, Message: "(#100) Tried accessing nonexisting field (accounts) on node type (Page)"},
			"(#100) Tried accessing nonexisting field (accounts) on node type (Page)\ncode: BAD_USER_INPUT\ngraph: map[code:100 fbtraceId: subcode:0 type:]\n" +
				"hint: The Graph API does not take this field or argument. With a Page's own access token there are no Pages to go through: " +
				"ask for its account by user(id:), or send the token of the person who manages the Page.\nretryable: false", "DEBUG",
		},
		"another field that a node lacks": {
			biography, &graphapi.Error{Status: 400, Code: 100, Message: "(#100) Tried accessing nonexisting field (biography) on node type (Page)"},
			"(#100) Tried accessing nonexisting field (biography) on node type (Page)\ncode: BAD_USER_INPUT\ngraph: map[code:100 fbtraceId: subcode:0 type:]\n" +
				"hint: The Graph API does not take this argument, field or id: change it, or leave it out.\nretryable: false", "DEBUG",
		},
		"a spent quota, with a time": {
			biography, &graphapi.Error{Status: 400, Code: 4, Message: "Limit", RetryAfter: 1500 * time.Millisecond},
			"Limit\ncode: RATE_LIMITED\ngraph: map[code:4 fbtraceId: subcode:0 type:]\n" +
				"hint: Wait before the next operation with this access token; further calls extend the limit.\nretryAfter: 2\nretryable: true", "WARN",
		},
		"an error that passes": {
			biography, &graphapi.Error{Status: 500, Code: 2, Message: "Down"},
			"Down\ncode: UPSTREAM_ERROR\ngraph: map[code:2 fbtraceId: subcode:0 type:]\nhint: " + nextTime + "\nretryable: true", "WARN",
		},
		"an error that nobody knows": {
			biography, &graphapi.Error{Status: 400, Code: 4711, Message: "Hm", TraceID: "A1"},
			"Hm\ncode: UPSTREAM_ERROR\ngraph: map[code:4711 fbtraceId:A1 subcode:0 type:]\nhint: " + support + "\nretryable: false", "WARN",
		},
		"an error that nobody knows, nor Meta's support without a trace": {
			biography, &graphapi.Error{Status: 400, Code: 4711, Message: "Hm"},
			"Hm\ncode: UPSTREAM_ERROR\ngraph: map[code:4711 fbtraceId: subcode:0 type:]\nhint: " + noTrace + "\nretryable: false", "WARN",
		},
		"an error of what a write gives, at a read": {
			biography, &graphapi.Error{Status: 400, Code: 9004, Subcode: 2207052, Message: "Hm"},
			"Hm\ncode: BAD_USER_INPUT\ngraph: map[code:9004 fbtraceId: subcode:2207052 type:]\nhint: " + noTrace + "\nretryable: false", "DEBUG",
		},
		"an error that does not say why": {
			biography, &graphapi.Error{Status: 400},
			"the Graph API answered with HTTP status 400\ncode: UPSTREAM_ERROR\nhint: The same call may be answered in the same way again: " +
				"leave out what is selected here, or ask for less; if the error stays, whoever runs this server looks at what -graph leads to.\nretryable: false", "WARN",
		},
		"an error that nobody knows and that passes": {
			biography, &graphapi.Error{Status: 400, Code: 4711, Message: "Hm", Transient: true},
			"Hm\ncode: UPSTREAM_ERROR\ngraph: map[code:4711 fbtraceId: subcode:0 type:]\nhint: " + nextTime + "\nretryable: true", "WARN",
		},
		"an error that says nothing": {
			biography, &graphapi.Error{Status: 502},
			"the Graph API answered with HTTP status 502\ncode: UPSTREAM_ERROR\nhint: " + nextTime + "\nretryable: true", "WARN",
		},
		"an answer in another form": {
			biography, graphapi.ErrNotJSON,
			"the Graph API's answer is not the JSON that it should be\ncode: UPSTREAM_ERROR\nhint: The same call may be answered in the same way again: " +
				"leave out what is selected here, or ask for less; if the error stays, whoever runs this server looks at what -graph leads to.\nretryable: false", "WARN",
		},
		"no answer": {
			biography, fmt.Errorf("me: %w", graphapi.ErrNoAnswer),
			"me: the Graph API could not be reached or broke off its answer\ncode: UPSTREAM_ERROR\nhint: " + nextTime + "\nretryable: true", "WARN",
		},
		"no answer in time": {
			biography, graphapi.ErrTimeout,
			"the Graph API took longer than allowed\ncode: UPSTREAM_TIMEOUT\nhint: Ask for less, or again a little later.\nretryable: true", "WARN",
		},
		"a client that has gone": {
			biography, graphapi.ErrCanceled, "the call was canceled\ncode: UPSTREAM_ERROR\nhint: " + nextTime + "\nretryable: false", "DEBUG",
		},
		"a server that is known to be down": {
			biography, graphapi.ErrDown.After(time.Second),
			"the Graph API is down; this call was skipped\ncode: UPSTREAM_ERROR\nhint: " + nextTime + "\nretryAfter: 1\nretryable: true", "DEBUG",
		},
		"a quota that is known to be spent": {
			biography, graphapi.ErrThrottled.After(time.Minute),
			"the quota at the Graph API is spent; this call was not made\ncode: RATE_LIMITED\n" +
				"hint: Wait before the next operation with this access token; further calls extend the limit.\nretryAfter: 60\nretryable: true", "DEBUG",
		},
		"a call that makes no sense": {
			biography, graphapi.ErrPath,
			"ids and names of edges are letters, digits and underscores\ncode: BAD_USER_INPUT\nhint: The Graph API does not take this argument, field or id: change it, or leave it out.\nretryable: false", "DEBUG",
		},
	} {
		shown, log := c.at.show(t, c.err)
		if got := told(shown); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		if !strings.Contains(log, "level="+c.level+` msg="Graph API call failed"`) || !strings.Contains(log, "path="+shown.Path.String()) {
			t.Errorf("%s: the log says %s", name, log)
		}
	}
}

func TestPresent_tellsProblemsInTheirOwnWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want string
		log  string
	}{
		"one that is the client's": {problem.New(problem.NotFound, "gone", "Look."), "gone\ncode: NOT_FOUND\nhint: Look.\nretryable: false", ""},
		"one without a hint":       {problem.New(problem.Unsupported, "no", ""), "no\ncode: UNSUPPORTED\nretryable: false", ""},
		"one of the token":         {problem.New(problem.Unauthenticated, "who", "Log in."), "who\ncode: UNAUTHENTICATED\nhint: Log in.\nreauthenticate: true\nretryable: false", ""},
		"one that passes": {
			problem.Passing{Problem: problem.New(problem.UpstreamError, "odd", "Wait.")},
			"odd\ncode: UPSTREAM_ERROR\nhint: Wait.\nretryable: true", `level=ERROR msg="unexpected answer of the Graph API" error=odd path=me.media.nodes[1].insights`,
		},
		"none that is known": {
			errors.New("s3cret at 10.0.0.1"), "internal error\ncode: INTERNAL\nretryable: false",
			`level=ERROR msg="internal error" error="s3cret at 10.0.0.1" path=me.media.nodes[1].insights`,
		},
	} {
		shown, log := insights.show(t, c.err)
		if got := told(shown); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		if (c.log == "") != (log == "") || !strings.Contains(log, c.log) {
			t.Errorf("%s: the log says %s", name, log)
		}
	}
}

func TestPresent_tellsTheErrorInThePlaceOfAValue(t *testing.T) {
	t.Parallel()
	n := plantest.Me(t, "{ media(first: 1) { nodes { caption } } }", dialect.Instagram)
	e, err := model.Entities.Decode([]byte(`{"id":"1","media":{"data":[{"error":{"message":"No","code":10}}]}}`), n)
	if err != nil {
		t.Fatal(err)
	}
	page, err := e.EntityBase().Page("media")
	if err != nil || len(page.Lost()) != 1 {
		t.Fatal(page, err)
	}
	shown, _ := insights.show(t, page.Lost()[0])
	if got := told(shown); !strings.HasSuffix(strings.Split(got, "\n")[0], ": No") || !strings.Contains(got, "code: FORBIDDEN") || !strings.Contains(got, "permissions: [") {
		t.Error(got)
	}
}

// Where the error is stands in its path, and in the document.
func TestPresent_tellsWhereTheErrorIs(t *testing.T) {
	t.Parallel()
	located := &gqlerror.Error{Message: "odd", Locations: []gqlerror.Location{{Line: 7, Column: 9}}, Extensions: map[string]any{"code": "GRAPHQL_VALIDATION_FAILED"}}
	for name, c := range map[string]struct {
		at        place
		err       error
		path      string
		locations []gqlerror.Location
	}{
		"a field":                      {insights, graphapi.ErrTimeout, "me.media.nodes[1].insights", []gqlerror.Location{{Line: 3, Column: 31}}},
		"an item, at the field around": {place{query: insights.query, path: []any{"me", "media", "nodes", 1}}, graphapi.ErrTimeout, "me.media.nodes[1]", []gqlerror.Location{{Line: 3, Column: 23}}},
		"no field":                     {place{query: insights.query}, graphapi.ErrTimeout, "", nil},
		"what says where itself":       {insights, located, "me.media.nodes[1].insights", located.Locations},
		"what says nothing":            {insights, &gqlerror.Error{Message: "odd"}, "me.media.nodes[1].insights", []gqlerror.Location{{Line: 3, Column: 31}}},
	} {
		shown, _ := c.at.show(t, c.err)
		if shown.Path.String() != c.path || !slices.Equal(shown.Locations, c.locations) {
			t.Errorf("%s: at %s, %v", name, shown.Path, shown.Locations)
		}
	}
}

// What gqlgen says of a document, a variable or an argument is the client's business.
func TestPresent_keepsWhatIsSaidOfDocuments(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 100)
	const describe = "Give a value as the schema describes it."
	at := place{query: "query($n: Int) { me { media(first: $n) { nodes { id } } } }", path: []any{"me", "media"}}
	into := ast.Path{ast.PathName("me"), ast.PathName("media"), ast.PathName("first")}
	null := place{query: `query($id: ID = "1") { media(id: $id) { caption } }`, variables: map[string]any{"id": nil}, path: []any{"media"}}
	for name, c := range map[string]struct {
		at   place
		err  error
		want string
	}{
		"with its code":        {insights, &gqlerror.Error{Message: "odd", Extensions: map[string]any{"code": "GRAPHQL_PARSE_FAILED"}}, "odd\ncode: GRAPHQL_PARSE_FAILED\nretryable: false"},
		"without a code":       {insights, &gqlerror.Error{Message: "odd"}, "odd\ncode: BAD_USER_INPUT\nretryable: false"},
		"of 200 bytes":         {insights, &gqlerror.Error{Message: long}, long + "\ncode: BAD_USER_INPUT\nretryable: false"},
		"of more":              {insights, &gqlerror.Error{Message: "x" + long}, "x" + long[:198] + "…\ncode: BAD_USER_INPUT\nretryable: false"},
		"of an argument":       {at, &gqlerror.Error{Err: errors.New("odd"), Path: into}, "first: odd\ncode: BAD_USER_INPUT\nhint: " + describe + "\nretryable: false"},
		"within an argument":   {at, &gqlerror.Error{Err: errors.New("odd"), Path: append(slices.Clone(into), ast.PathIndex(0))}, "first: odd\ncode: BAD_USER_INPUT\nhint: " + describe + "\nretryable: false"},
		"of the field":         {at, &gqlerror.Error{Err: graphapi.ErrTimeout, Path: into[:2]}, "the Graph API took longer than allowed\ncode: UPSTREAM_TIMEOUT\nhint: Ask for less, or again a little later.\nretryable: true"},
		"of an item":           {at, &gqlerror.Error{Err: graphapi.ErrCanceled, Path: append(slices.Clone(into[:2]), ast.PathIndex(0))}, "the call was canceled\ncode: UPSTREAM_ERROR\nhint: Ask again a little later; if the error stays, ask for less.\nretryable: false"},
		"of no field":          {place{query: at.query}, &gqlerror.Error{Err: graphapi.ErrCanceled, Path: into}, "the call was canceled\ncode: UPSTREAM_ERROR\nhint: Ask again a little later; if the error stays, ask for less.\nretryable: false"},
		"of a null variable":   {null, &gqlerror.Error{Err: errors.New("odd"), Path: ast.Path{ast.PathName("media"), ast.PathName("id")}}, "id: must not be null where $id is used\ncode: BAD_USER_INPUT\nhint: Give the variable a value, or leave it out of the request.\nretryable: false"},
		"of a long one within": {at, &gqlerror.Error{Err: errors.New("x" + long), Path: into}, "first: x" + long[:198] + "…\ncode: BAD_USER_INPUT\nhint: " + describe + "\nretryable: false"},
	} {
		shown, log := c.at.show(t, c.err)
		if got := told(shown); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
		if strings.Contains(log, "ERROR") {
			t.Errorf("%s: the log says %s", name, log)
		}
	}
}

func TestRecovered_saysNothingOfAPanicButToTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	err := present.Presenter{Log: slog.New(slog.NewTextHandler(&log, nil))}.Recovered(t.Context(), "s3cret")
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("clients see %v", err)
	}
	if text := log.String(); !strings.Contains(text, "level=ERROR msg=panic cause=s3cret") || !strings.Contains(text, "stack=") {
		t.Errorf("the log says %s", text)
	}
}

func TestPresent_repeatsNoCredential(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"a problem":  problem.Input("input.scopes", `"IGAAsecretofsomebody" is none`, ""),
		"a document": &gqlerror.Error{Message: `Unknown type "IGAAsecretofsomebody".`},
	} {
		if shown, _ := insights.show(t, err); strings.Contains(shown.Message, "secret") || !strings.Contains(shown.Message, "…") {
			t.Errorf("%s: %s", name, shown.Message)
		}
	}
}
