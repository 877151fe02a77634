package insight

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// User is what the numbers of a user are computed from.
type User struct {
	ID int64 `json:"id"`
	// Shown is the id that the login type shows.
	Shown     int64 `json:"shown"`
	Followers int64 `json:"followers"`
}

const (
	day = 24 * 3600
	// userKept is how long Meta keeps the numbers of a user, in seconds.
	userKept = 90 * day
	// onlineKept is how long it keeps when followers were online.
	onlineKept = 30 * day
	// userAsked is how far back a call may ask for them.
	userAsked = 730 * day
	// longestSpan is the longest time range of a call with Facebook Login.
	longestSpan = 30 * day
	// dayEnds is when Meta's days end: midnight in California in summer.
	dayEnds = 7 * 3600
	// mostSlices is how many slices of a breakdown Meta returns.
	mostSlices = 45
	// fewestFollowers is how many an account needs for metrics of followers, and
	// how many people demographics need.
	fewestFollowers = 100
)

const (
	// online is the one metric of users whose values are objects.
	online = "online_followers"
	// followers is the one about who people are that needs no timeframe.
	//
	// Source: Meta's answers in v24.0 and v25.0, as recorded.
	followers = "follower_demographics"
)

// The values of metric_type and period.
const (
	series   = "time_series"
	total    = "total_value"
	lifetime = "lifetime"
)

// userResults answers the query about one user.
func (q *Query) userResults(subject string) ([]Result, error) {
	var u User
	if err := json.Unmarshal([]byte(subject), &u); err != nil {
		return nil, err
	}
	var results []Result
	for _, metric := range q.user {
		if metric.silent || metric.ofFollowers && u.Followers < fewestFollowers {
			continue
		}
		if err := u.refuse(q, metric); err != nil {
			return nil, err
		}
		for _, period := range q.periods {
			r := Result{
				Name: metric.name, Period: period, Title: metric.title, Description: metric.description,
				ID: resultID(strconv.FormatInt(u.Shown, 10), metric.name, period),
			}
			if q.metricType == total {
				r.Total = u.total(q, metric)
			} else {
				r.Values = u.series(q, metric, period)
			}
			if r.Total != nil || len(r.Values) > 0 {
				results = append(results, r)
			}
		}
	}
	return results, nil
}

// refuse returns Meta's refusal to say who the people of a metric are, or nil: of too few
// before anything else.
func (u User) refuse(q *Query, metric *userMetric) error {
	switch {
	case !metric.demographics:
		return nil
	case u.audience(q, metric) < fewestFollowers:
		return apierror.NotEnoughUsers()
	case metric.name != followers && q.timeframe == "":
		return apierror.ParameterRequired("timeframe")
	}
	return nil
}

// days returns the ends of the days in the query's time range for which Meta keeps
// numbers, as Unix times.
func (q *Query) days() []int64 {
	var ends []int64
	from := max(q.Since, q.now-userKept)
	for end := (from-dayEnds)/day*day + dayEnds + day; end <= min(q.Until, q.now); end += day {
		ends = append(ends, end)
	}
	return ends
}

// of returns a metric of the day that ends at a Unix time.
func (u User) of(metric *userMetric, end int64) int64 {
	return fraction(u.Followers, metric.low, metric.high, u.ID, metric.name, end) / 100
}

// over returns a metric of several days, the last of which ends at a Unix time.
// People who come on several days count once, so it is less than the days' sum.
func (u User) over(metric *userMetric, end, days int64) int64 {
	var sum int64
	for i := range days {
		sum += u.of(metric, end-i*day)
	}
	if days > 1 {
		sum = sum * 2 / (days/7 + 3)
	}
	return sum
}

var lengths = map[string]int64{"day": 1, "week": 7, "days_28": 28}

func (u User) series(q *Query, metric *userMetric, period string) []Value {
	var values []Value
	for _, end := range q.days() {
		v := Value{EndTime: time.Unix(end, 0).UTC().Format(catalog.Timestamp)}
		switch {
		case metric.name != online:
			v.Value = u.over(metric, end, lengths[period])
		case end >= q.now-onlineKept:
			v.Value = u.online(metric, end)
		default:
			continue
		}
		values = append(values, v)
	}
	return values
}

// online returns the number of followers online in each hour.
func (u User) online(metric *userMetric, end int64) map[string]int64 {
	hours := map[string]int64{}
	for hour := range int64(24) {
		hours[strconv.FormatInt(hour, 10)] = u.of(metric, end+hour)
	}
	return hours
}

// audience returns the number of people of a metric about who they are.
func (u User) audience(q *Query, metric *userMetric) int64 {
	return fraction(u.Followers, metric.low, metric.high, u.ID, metric.name, q.timeframe) / 100
}

// total adds up the days of the time range; nil if there are no numbers of them.
func (u User) total(q *Query, metric *userMetric) *Total {
	sum := &Total{}
	if metric.demographics {
		sum.Value = u.audience(q, metric)
	} else {
		ends := q.days()
		if len(ends) == 0 {
			return nil
		}
		for _, end := range ends {
			sum.Value += u.of(metric, end)
		}
	}
	if len(q.breakdown) > 0 {
		slices := []Slice{{Value: sum.Value}}
		for _, key := range q.breakdown {
			var finer []Slice
			for _, s := range slices {
				for _, cut := range split(s.Value, key, userDimensions[key], u.ID, metric.name, q.Until/day) {
					finer = append(finer, Slice{append(s.Values[:len(s.Values):len(s.Values)], cut.Values...), cut.Value})
				}
			}
			slices = finer
		}
		sum.Breakdowns = []Breakdown{{q.breakdown, slices[:min(len(slices), mostSlices)]}}
	}
	return sum
}

// refuse returns Meta's refusal of a metric of users, or nil.
func (q *Query) refuse(metric *userMetric) error {
	if metric.silent {
		return nil
	}
	if !among(metric.types, q.metricType) {
		if metric.types == total {
			return apierror.TotalOnly(metric.name)
		}
		return apierror.Incompatible("metric_type", q.metricType, metric.name)
	}
	for _, period := range q.periods {
		if !among(metric.periods, period) || q.metricType == total && metric.name == "reach" && period != "day" {
			return apierror.Incompatible("period", period, metric.name)
		}
	}
	for _, key := range q.breakdown {
		if !among(metric.breakdowns, key) || q.metricType != total {
			return apierror.Unknown() // as Meta does
		}
	}
	return nil
}
