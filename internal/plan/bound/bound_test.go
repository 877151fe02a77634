package bound_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/plan/bound"
)

func of(t *testing.T, login dialect.Login, mode dialect.LookupMode, document string) bound.Operation {
	t.Helper()
	all, err := bound.Of([]documents.Trusted{{ID: "it", Text: document}}, []*dialect.Dialect{dialect.Of(login)}, mode)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d bounds of one operation with one login type", len(all))
	}
	return all[0]
}

func TestOf_takesTheWorstValuesOfVariables(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, document string
		login          dialect.Login
		mode           dialect.LookupMode
		calls          int
	}{
		{"a constant page", `{ me { media(first: 5) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 1},
		{"a page of any size", `query ($n: Int) { me { media(first: $n) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 10},
		{"what a variable can leave out", `query ($if: Boolean!) { me { media(first: 5) @include(if: $if) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 1},
		{"what a variable can leave out of a fragment", `query ($if: Boolean!) { me { ...F @skip(if: $if) } } fragment F on User { ... @skip(if: $if) { media(first: 200) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 2},
		{"what is left out unless a variable is given", `query ($if: Boolean = false) { me { media(first: 5) @include(if: $if) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 1},
		{"what a variable can leave out behind a condition on a type", `query ($if: Boolean!) { me { ... on User { media(first: 200) @skip(if: $if) { nodes { id } } } } }`, dialect.Instagram, dialect.Auto, 2},
		{"pages of several sizes", `query ($a: Int, $b: Int) { me { media(first: $a) { nodes { id } } stories(first: $b) { nodes { id } } } }`, dialect.Instagram, dialect.Auto, 19},
		{"a value of an enum", `query ($p: InsightsPeriod!) { me { insights(metrics: [LIKES], period: $p) { name } } }`, dialect.Instagram, dialect.Auto, 1},
		{"an id and a value of an enum", `query ($id: ID!, $p: InsightsPeriod!) { media(id: $id) { caption } me { insights(metrics: [LIKES], period: $p) { name } } }`, dialect.Instagram, dialect.Auto, 2},
		{"two lists, with no id in both", `query ($a: [ID!]!, $b: [ID!]!) { a: nodes(ids: $a) { id } b: nodes(ids: $b) { id } }`, dialect.Instagram, dialect.Auto, 1000},
		{"as many ids as a list may have", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, dialect.Instagram, dialect.Auto, 500},
		{"as many ids by batches, with two calls for the account that acts", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, dialect.Facebook, dialect.Auto, 12},
		{"as many ids by batches that are switched off", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, dialect.Facebook, dialect.Single, 502},
		{"batches where there are none", `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, dialect.Instagram, dialect.Batch, 500},
		{"an id of the type that costs most", `query ($id: ID!) { node(id: $id) { ... on Media { comments(first: 100) { nodes { id } } } } }`, dialect.Facebook, dialect.Auto, 3},
		{"no call", `{ __typename }`, dialect.Instagram, dialect.Auto, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := of(t, c.login, c.mode, c.document)
			if b.Unknown {
				t.Fatal("the bound is unknown")
			}
			if b.Calls != c.calls {
				t.Errorf("at most %d calls, want %d", b.Calls, c.calls)
			}
		})
	}
}

func TestOf_isUnknownWhereNoValueIsTheWorst(t *testing.T) {
	t.Parallel()
	for _, document := range []string{
		`query ($metrics: [UserMetric!]!) { me { insights(metrics: $metrics, period: DAY) { name } } }`,
		`query ($breakdowns: [UserBreakdown!]!) { me { insights(metrics: [LIKES], period: DAY, breakdowns: $breakdowns) { name } } }`,
		`{ me { insights(metrics: [LIKES], period: DAY, since: "2015-01-01T00:00:00Z") { name } } }`,
		`query ($after: String!) { me { media(first: 5, after: $after) { nodes { id } } } }`,
	} {
		if b := of(t, dialect.Facebook, dialect.Auto, document); !b.Unknown || b.Calls != 0 || b.Cost != 0 {
			t.Errorf("%s has the bound %+v", document, b)
		}
	}
}

func TestOf_isTheBoundOfEachOperationWithEachDialect(t *testing.T) {
	t.Parallel()
	all, err := bound.Of([]documents.Trusted{
		{ID: "two", Text: `query A { me { username } } query B { me { username } }`}, {ID: "none", Text: `{ __typename }`},
	}, dialect.All(), dialect.Auto)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range all {
		got = append(got, b.Document+"/"+b.Name+"/"+b.Login.String())
	}
	want := "two/A/basic-display two/A/instagram two/A/facebook two/B/basic-display two/B/instagram two/B/facebook " +
		"none//basic-display none//instagram none//facebook"
	if strings.Join(got, " ") != want {
		t.Errorf("bounds of %v, want %s", got, want)
	}
}

func TestOf_namesEachInvalidDocument(t *testing.T) {
	t.Parallel()
	all, err := bound.Of([]documents.Trusted{
		{ID: "odd", Text: `{ nothing }`}, {ID: "fine", Text: `{ me { username } }`}, {ID: "broken", Text: `{`},
	}, []*dialect.Dialect{dialect.Of(dialect.Instagram)}, dialect.Auto)
	if err == nil {
		t.Fatal("invalid documents are taken")
	}
	for _, id := range []string{`"odd"`, `"broken"`} {
		if !strings.Contains(err.Error(), id) {
			t.Errorf("%s is not named: %v", id, err)
		}
	}
	if len(all) != 1 || all[0].Document != "fine" {
		t.Errorf("the bounds are %+v", all)
	}
}
