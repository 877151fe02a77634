package telemetry

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/transport"
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
)

// names returns the names of all metrics, with the parts of histograms.
func names(t *testing.T) []string {
	t.Helper()
	m := newMetrics("test")
	m.operation(ended{kind: "query", execution: "direct"})
	m.called(transport.CallResult{Exchange: transport.Exchange{Method: "DELETE"}})
	m.called(transport.CallResult{Answer: &graphapi.Answer{Header: map[string][]string{"X-App-Usage": {`{"call_count":28}`}}}})
	told := &Telemetry{metrics: m}
	told.Renewed(renewal.Renewed)
	told.AccountChanged(login.Expiring)
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range families {
		all = append(all, f.GetName(), f.GetName()+"_bucket", f.GetName()+"_sum", f.GetName()+"_count")
	}
	return all
}

var mentioned = regexp.MustCompile(`\b(?:gramql|go|process)_[a-z_]+[a-z]\b`)

func TestMetrics_areAllInTheOperatorsTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	known := names(t)
	for _, name := range known {
		if strings.HasPrefix(name, "gramql_") && !strings.HasSuffix(name, "_bucket") && !strings.HasSuffix(name, "_sum") &&
			!strings.HasSuffix(name, "_count") && !strings.Contains(string(text), "| `"+name+"` |") {
			t.Errorf("docs/operating.md has no row for %s", name)
		}
	}
	for _, name := range mentioned.FindAllString(string(text), -1) {
		if !slices.Contains(known, name) {
			t.Errorf("docs/operating.md names %s, which does not exist", name)
		}
	}
}

func TestDashboardAndAlerts_askForMetricsThatExist(t *testing.T) {
	t.Parallel()
	known := names(t)
	for _, path := range []string{"docs/grafana.json", "deploy/helm/gramql/alerts.yml"} {
		text, err := os.ReadFile("../../" + path)
		if err != nil {
			t.Fatal(err)
		}
		asked := mentioned.FindAllString(string(text), -1)
		if len(asked) < 7 {
			t.Fatalf("%s asks for %d metrics", path, len(asked))
		}
		for _, name := range asked {
			if !slices.Contains(known, name) {
				t.Errorf("%s asks for %s, which does not exist", path, name)
			}
		}
	}
}

func TestCalled_countsByNodeAndOutcomeAndKeepsTheQuota(t *testing.T) {
	t.Parallel()
	m := newMetrics("test")
	m.called(transport.CallResult{Node: "Media", Exchange: transport.Exchange{Cache: "none", Bytes: 12}})
	m.called(transport.CallResult{Node: "Media", Err: graphapi.ErrTimeout})
	m.called(transport.CallResult{Answer: &graphapi.Answer{Header: map[string][]string{
		"X-App-Usage":               {`{"call_count":28}`},
		"X-Business-Use-Case-Usage": {`{"1":[{"type":"instagram","call_count":40}],"2":[{"type":"instagram","call_count":75}]}`},
	}}, Err: errors.New("odd")})
	for _, err := range []error{nil, graphapi.ErrTimeout, graphapi.ErrDown, &graphapi.Error{Status: 400, Code: 100}} {
		m.called(transport.CallResult{Node: "createComment", Err: err, Exchange: transport.Exchange{Method: "POST", Cache: "none"}})
	}
	m.called(transport.CallResult{Node: "User", Exchange: transport.Exchange{Method: "POST", Cache: "none", Batch: make([]transport.BatchItem, 2)}})
	got := scrape(t, m)
	for _, line := range []string{
		`gramql_upstream_writes_total{outcome="done"} 1`, `gramql_upstream_writes_total{outcome="UNKNOWN"} 1`,
		`gramql_upstream_writes_total{outcome="NOT_SENT"} 1`, `gramql_upstream_writes_total{outcome="REJECTED"} 1`,
		`gramql_upstream_calls_total{node="Media",outcome="ok"} 1`,
		`gramql_upstream_calls_total{node="Media",outcome="UPSTREAM_TIMEOUT"} 1`,
		`gramql_upstream_calls_total{node="several",outcome="INTERNAL"} 1`,
		`gramql_upstream_received_bytes_total 12`,
		`gramql_quota_used_ratio{scope="app"} 0.28`,
		`gramql_quota_used_ratio{scope="account"} 0.75`,
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}
