package plan_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestCalls_areFreshForWhatChangesFirst(t *testing.T) {
	for query, want := range map[string]time.Duration{
		`{ me { username } }`: 5 * time.Minute,
		`{ me { username media(first: 3) { nodes { caption } } } }`:   time.Minute,
		`{ me { media { nodes { comments { nodes { text } } } } } }`:  30 * time.Second,
		`{ me { insights(metrics: [REACH], period: DAY) { name } } }`: 5 * time.Minute,
		`{ me { contentPublishingLimit { quotaUsage } } }`:            0,
		`{ media(id: "1") { caption } }`:                              time.Minute,
		`{ media(id: "1") { insights(metrics: [REACH]) { name } } }`:  time.Minute,
		`{ media(id: "1") { children { nodes { mediaUrl } } } }`:      time.Minute,
		`{ comment(id: "1") { text } }`:                               30 * time.Second,
		`{ hashtag(name: "coke") { name } }`:                          time.Hour,
		`{ me { businessDiscovery(username: "a") { username } } }`:    5 * time.Minute,
	} {
		call := plan.Compile(plantest.Mapping(t), dialect.Of(dialect.Facebook), plantest.Operation(t, query, nil)).Calls(dialect.Single)[0]
		if call.Lifetime != want {
			t.Errorf("%s: %s is fresh for %v, want %v", query, call.String(), call.Lifetime, want)
		}
	}
}
