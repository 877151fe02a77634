package insight

import (
	"reflect"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/catalog"
)

const now = 1795262400 // 2026-11-21T12:00:00Z

func ask(t *testing.T, kind catalog.Kind, params Params, subject string) []Result {
	t.Helper()
	q, err := Read(kind, catalog.Facebook, params, now)
	if err != nil {
		t.Fatal(err)
	}
	results, err := q.Of(subject)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

const user = `{"id":7,"shown":8,"followers":10000}`

func TestQuery_rangesThatFollowEachOtherAddUp(t *testing.T) {
	sum := func(since, until int64) int64 {
		return ask(t, catalog.Account, Params{Metric: "likes", MetricType: "total_value", Period: "day", Since: since, Until: until}, user)[0].Total.Value
	}
	const week = 7 * day
	if all, parts := sum(now-3*week, now), sum(now-3*week, now-2*week)+sum(now-2*week, now); all != parts || all == 0 {
		t.Errorf("three weeks are %d, one and two are %d", all, parts)
	}
}

func TestQuery_answersTheSameTomorrow(t *testing.T) {
	params := Params{Metric: "reach,follower_count", Period: "day", Since: now - 10*day, Until: now - 5*day}
	first := ask(t, catalog.Account, params, user)
	q, err := Read(catalog.Account, catalog.Facebook, params, now+day)
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := q.Of(user); !reflect.DeepEqual(first, second) || len(first[0].Values) != 5 {
		t.Errorf("today %v\ntomorrow %v", first, second)
	}
}

func TestBreakdown_partsAddUp(t *testing.T) {
	for _, m := range userMetrics {
		if m.breakdowns == "" {
			continue
		}
		params := Params{Metric: m.name, MetricType: "total_value", Period: words(m.periods)[0], Breakdown: words(m.breakdowns)[0], Timeframe: "this_month"}
		total := ask(t, catalog.Account, params, user)[0].Total
		var sum int64
		for _, part := range total.Breakdowns[0].Results {
			sum += part.Value
		}
		if sum != total.Value || sum == 0 {
			t.Errorf("%s: %d in all, the parts are %d", m.name, total.Value, sum)
		}
	}
}

func TestQuery_saysNothingAboutFewFollowers(t *testing.T) {
	if results := ask(t, catalog.Account, Params{Metric: "reach,follower_count", Period: "day"}, `{"id":7,"followers":99}`); len(results) != 1 {
		t.Errorf("results = %v", results)
	}
}

func TestMetrics_haveAllThatIsSaidOfThem(t *testing.T) {
	for _, m := range mediaMetrics {
		if !m.retired && !m.silent && (m.title == "" || m.description == "" || m.products == "" || m.value == nil) {
			t.Errorf("%s is half described", m.name)
		}
		if m.breakdown != "" && dimensions[m.breakdown] == nil {
			t.Errorf("%s breaks down into nothing", m.name)
		}
	}
	for _, m := range userMetrics {
		if !m.silent && (m.title == "" || m.description == "" || m.types == "" || m.periods == "" || m.high <= m.low) {
			t.Errorf("%s is half described", m.name)
		}
		for _, key := range words(m.breakdowns) {
			if userDimensions[key] == nil {
				t.Errorf("%s by %s breaks down into nothing", m.name, key)
			}
		}
	}
}
