package insight

import (
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Query is a question about the insights of some nodes.
type Query struct {
	// Since and Until bound the time range, as Unix times.
	Since, Until int64
	// Ranged queries have neighbours before and after their time range.
	Ranged bool

	media      []*mediaMetric
	user       []*userMetric
	periods    []string
	metricType string
	breakdown  []string
	timeframe  string
	now        int64
}

// Params are the parameters of a query, as they came. Since and Until are Unix
// times, 0 for none.
type Params struct {
	Metric, Period, MetricType, Breakdown, Timeframe string
	Since, Until                                     int64
}

// Read makes a query about nodes of a kind, catalog.Media or catalog.Account. The
// error is Meta's refusal.
func Read(kind catalog.Kind, login catalog.Login, params Params, now int64) (*Query, error) {
	q := &Query{now: now, Since: params.Since, Until: params.Until, timeframe: params.Timeframe}
	q.periods, q.breakdown, q.metricType = words(params.Period), words(params.Breakdown), params.MetricType
	if kind == catalog.Media {
		return q, q.readMedia(words(params.Metric), login)
	}
	return q, q.readUser(words(params.Metric), login)
}

// Of answers the query about one node, which the subject describes: a Media or
// User as JSON.
func (q *Query) Of(subject string) ([]Result, error) {
	if q.media != nil {
		return q.mediaResults(subject)
	}
	return q.userResults(subject)
}

// Metrics returns the number of metrics in the query.
func (q *Query) Metrics() int { return len(q.media) + len(q.user) }

func (q *Query) readMedia(names []string, login catalog.Login) error {
	var known []string
	for _, m := range mediaMetrics {
		if m.logins == 0 || m.logins.Has(login) {
			known = append(known, m.name)
		}
	}
	for i, name := range names {
		if !slices.Contains(known, name) {
			return apierror.NoneOf("metric", i, known)
		}
		metric := &mediaMetrics[slices.IndexFunc(mediaMetrics, func(m mediaMetric) bool { return m.name == name })]
		if metric.retired {
			return apierror.MetricRetired(name)
		}
		if len(q.breakdown) > 0 && (len(q.breakdown) > 1 || q.breakdown[0] != metric.breakdown) {
			return apierror.Unknown() // as Meta does
		}
		q.media = append(q.media, metric)
	}
	return nil
}

// The values that the parameters of users' insights take.
var (
	periods    = []string{"day", "days_28", lifetime, "month", "total_over_range", "week"}
	types      = []string{"default", series, total}
	timeframes = []string{"this_month", "this_week"}
)

func (q *Query) readUser(names []string, login catalog.Login) error {
	if err := q.refuseSpan(login); err != nil {
		return err
	}
	if len(q.periods) == 0 {
		return apierror.ParameterRequired("period")
	}
	for i, period := range q.periods {
		if !slices.Contains(periods, period) {
			return apierror.NoneOf("period", i, periods)
		}
	}
	switch {
	case q.metricType == "" || q.metricType == "default":
		q.metricType = series
	case !slices.Contains(types, q.metricType):
		return apierror.NoneOf("metric_type", -1, types)
	}
	if q.timeframe != "" && !slices.Contains(timeframes, q.timeframe) {
		return apierror.NoneOf("timeframe", -1, timeframes)
	}
	for i, name := range names {
		at := slices.IndexFunc(userMetrics, func(m userMetric) bool { return m.name == name })
		if at < 0 {
			var known []string
			for _, m := range userMetrics {
				known = append(known, m.name)
			}
			return apierror.NoneOf("metric", i, known)
		}
		if err := q.refuse(&userMetrics[at]); err != nil {
			return err
		}
		q.user = append(q.user, &userMetrics[at])
		q.Ranged = q.Ranged || !userMetrics[at].demographics
	}
	return q.bound()
}

// refuseSpan returns Meta's refusal of the time range, or nil.
func (q *Query) refuseSpan(login catalog.Login) error {
	switch {
	case q.Since != 0 && q.Since < q.now-userAsked:
		return apierror.TooLongAgo()
	case login == catalog.Facebook && q.Since != 0 && q.Until-q.Since > longestSpan:
		return apierror.SpanTooLong()
	}
	return nil
}

// bound completes the time range, which is the last 24 hours by default.
func (q *Query) bound() error {
	if q.Until == 0 {
		q.Until = q.now
		if q.Since != 0 {
			q.Until = max(q.now, q.Since)
		}
	}
	if q.Since == 0 {
		q.Since = q.Until - day
	}
	if q.Since > q.Until {
		return apierror.BadParameter("since param must be before until")
	}
	return nil
}

// words reads a list of words: separated by commas, or JSON.
func words(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune(`[]", `, r) })
}
