package telemetry

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are all that Prometheus can read. Labels have few values, which no
// client can add to: kinds of operations, codes of errors, types of nodes.
type metrics struct {
	registry *prometheus.Registry

	inFlight      prometheus.Gauge
	operations    *prometheus.CounterVec
	operationTime *prometheus.HistogramVec
	callsEach     prometheus.Histogram
	executions    *prometheus.CounterVec

	calls       *prometheus.CounterVec
	writes      *prometheus.CounterVec
	callTime    *prometheus.HistogramVec
	bytes       prometheus.Counter
	retries     prometheus.Counter
	breakerOpen prometheus.Gauge

	viewerBreakersOpen prometheus.Gauge
	throttled          prometheus.Counter
	cache              *prometheus.CounterVec
	expired            prometheus.Counter
	quota              *prometheus.GaugeVec
	renewals, accounts *prometheus.CounterVec
}

// seconds are the bounds of what takes time: from a cache hit to a deadline.
var seconds = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

func newMetrics(version string) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "gramql_operations_in_flight", Help: "Requests to the GraphQL endpoint that are being answered.",
		}),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_operations_total",
			Help: "Requests to the GraphQL endpoint, by kind of operation and outcome: ok, the code of the first error, CANCELED for a client that left, or HTTP_ and the status of what held no operation.",
		}, []string{"kind", "outcome"}),
		operationTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gramql_operation_duration_seconds", Help: "Time from a request to its answer, by kind of operation.", Buckets: seconds,
		}, []string{"kind"}),
		callsEach: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "gramql_operation_upstream_calls", Help: "Upstream calls that one request took.", Buckets: []float64{0, 1, 2, 3, 5, 8, 13, 21, 50},
		}),
		executions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_operations_executed_total",
			Help: "Operations by how they were carried out: direct, from the Graph API's answer, or resolved, field by field.",
		}, []string{"execution"}),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_upstream_calls_total",
			Help: "Calls to the Graph API, by the type of node that they ask for and outcome: ok, or the kind of error, in the words of the codes.",
		}, []string{"node", "outcome"}),
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_upstream_writes_total",
			Help: "Writes to the Graph API by how they came out: done, or what is known of one that failed, NOT_SENT, REJECTED or UNKNOWN.",
		}, []string{"outcome"}),
		callTime: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gramql_upstream_call_duration_seconds", Help: "Time from a call to the end of its answer, by type of node.", Buckets: seconds,
		}, []string{"node"}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "gramql_upstream_received_bytes_total", Help: "Length of the Graph API's answers, unpacked.",
		}),
		retries: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "gramql_upstream_retries_total", Help: "Retries of failed Graph API calls.",
		}),
		breakerOpen: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "gramql_upstream_breaker_open", Help: "1 while the circuit breaker for all viewers is open, else 0.",
		}),
		viewerBreakersOpen: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "gramql_upstream_viewer_breakers_open", Help: "Viewers whose own circuit breaker is open.",
		}),
		throttled: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "gramql_upstream_throttled_total", Help: "Graph API calls held back to protect a quota.",
		}),
		cache: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_cache_answers_total", Help: "Reads by what the cache had: hit, stale, shared (with a call under way), miss, or none where it is not asked.",
		}, []string{"result"}),
		expired: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "gramql_cache_expired_total", Help: "Answers that were not kept because a media URL in them had ended when they came.",
		}),
		quota: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "gramql_quota_used_ratio", Help: "Share of the Graph API's quota that is used, as the last answer said: of the app, or of its busiest account.",
		}, []string{"scope"}),
		renewals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_account_renewals_total", Help: "Renewals of connected accounts' tokens by outcome: renewed, refused by Meta, or failed because Meta did not answer.",
		}, []string{"outcome"}),
		accounts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gramql_account_changes_total", Help: "Changes of connected accounts' state, by the state that they came to: ACTIVE, EXPIRING, NEEDS_REAUTHENTICATION or REVOKED.",
		}, []string{"state"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "gramql_build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": version, "go": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.inFlight, m.operations, m.operationTime, m.callsEach, m.executions, m.calls, m.writes, m.callTime, m.bytes, m.retries, m.breakerOpen, m.viewerBreakersOpen, m.throttled, m.cache, m.expired, m.quota, m.renewals, m.accounts, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

func (m *metrics) operation(e ended) {
	m.operations.WithLabelValues(e.kind, e.outcome()).Inc()
	m.operationTime.WithLabelValues(e.kind).Observe(e.took.Seconds())
	m.callsEach.Observe(float64(e.calls))
	if e.execution != "" {
		m.executions.WithLabelValues(e.execution).Inc()
	}
}
