package insight

import (
	"encoding/json"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// User is what the numbers of a user follow from.
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
	// userAsked is how far back they can be asked for at all.
	userAsked = 730 * day
	// longestSpan is the most time that one question with Facebook Login is about.
	longestSpan = 30 * day
	// dayEnds is when Meta's days end: midnight in California in summer.
	dayEnds = 7 * 3600
	// mostParts is how many parts Meta tells of the followers' towns and such.
	mostParts = 45
	// fewestFollowers is how many an account needs for what is said of them.
	fewestFollowers = 100
)

// The values of metric_type and period.
const (
	series   = "time_series"
	total    = "total_value"
	lifetime = "lifetime"
)

// userMetric is a metric of users.
type userMetric struct {
	name, title, description string
	types, periods           string
	breakdowns               string
	// ofFollowers needs a hundred of them, framed a timeframe.
	ofFollowers, framed bool
	// silent metrics are accepted, and nothing is known of them.
	silent bool
	// low and high are its share of the followers in a day, in percent of a percent.
	low, high int64
}

var userMetrics = []userMetric{
	{name: "reach", title: "Accounts reached", description: "Unique accounts that saw content, as an estimate", types: "time_series,total_value", periods: "day,week,days_28", breakdowns: "media_product_type,follow_type", low: 900, high: 3400},
	{name: "views", title: "Views", description: "How often content was played or shown", types: total, periods: "day", breakdowns: "follow_type,follower_type,media_product_type", low: 2100, high: 6800},
	{name: "accounts_engaged", title: "Accounts engaged", description: "Accounts that interacted with content", types: total, periods: "day", low: 120, high: 410},
	{name: "total_interactions", title: "Interactions", description: "Likes, saves, comments and shares, less those taken back", types: total, periods: "day", breakdowns: "media_product_type", low: 260, high: 700},
	{name: "likes", title: "Likes", description: "Likes of content", types: total, periods: "day", breakdowns: "media_product_type", low: 200, high: 520},
	{name: "comments", title: "Comments", description: "Comments on content", types: total, periods: "day", breakdowns: "media_product_type", low: 4, high: 30},
	{name: "shares", title: "Shares", description: "Times content was shared", types: total, periods: "day", breakdowns: "media_product_type", low: 8, high: 40},
	{name: "saves", title: "Saves", description: "Times content was saved", types: total, periods: "day", breakdowns: "media_product_type", low: 10, high: 60},
	{name: "replies", title: "Replies", description: "Replies to stories", types: total, periods: "day", low: 1, high: 9},
	{name: "reposts", title: "Reposts", description: "Times content was reposted", types: total, periods: "day", low: 2, high: 14},
	{name: "website_clicks", title: "Website taps", description: "Taps on the link in the profile", types: total, periods: "day", low: 2, high: 12},
	{name: "profile_views", title: "Profile visits", description: "Visits to the profile", types: total, periods: "day", low: 60, high: 220},
	{name: "follows_and_unfollows", title: "Follows and unfollows", description: "Accounts that followed, and that unfollowed or left", types: total, periods: "day", breakdowns: "follow_type", ofFollowers: true, low: 6, high: 30},
	{name: "profile_links_taps", title: "Profile link taps", description: "Taps on the ways to get in touch", types: total, periods: "day", breakdowns: "contact_button_type", low: 1, high: 9},
	{name: "follower_count", title: "Follower count", description: "New followers of each day", types: series, periods: "day", ofFollowers: true, low: 4, high: 21},
	{name: "online_followers", title: "Online followers", description: "Followers who were online, by hour", types: series, periods: lifetime, ofFollowers: true, low: 300, high: 4200},
	{name: "follower_demographics", title: "Follower demographics", description: "Who the followers are", types: total, periods: lifetime, breakdowns: "age,city,country,gender", ofFollowers: true, framed: true, low: 8200, high: 9400},
	{name: "engaged_audience_demographics", title: "Engaged audience demographics", description: "Who interacted with content", types: total, periods: lifetime, breakdowns: "age,city,country,gender", ofFollowers: true, framed: true, low: 800, high: 1900},
	{name: "reached_audience_demographics", title: "Reached audience demographics", description: "Who saw content", types: total, periods: lifetime, breakdowns: "age,city,country,gender", ofFollowers: true, framed: true, low: 4000, high: 7000},
	{name: "content_views", silent: true}, {name: "quotes", silent: true}, {name: "threads_clicks", silent: true},
	{name: "threads_follower_demographics", silent: true}, {name: "threads_followers", silent: true}, {name: "threads_likes", silent: true},
	{name: "threads_replies", silent: true}, {name: "threads_reposts", silent: true}, {name: "threads_views", silent: true},
}

// userDimensions are the values of each dimension, the most common ones first.
var userDimensions = map[string][]string{
	"media_product_type":  {"POST", "REEL", "CAROUSEL_CONTAINER", "STORY", "AD"},
	"follow_type":         {"FOLLOWER", "NON_FOLLOWER", "UNKNOWN"},
	"follower_type":       {"FOLLOWER", "NON_FOLLOWER", "UNKNOWN"},
	"contact_button_type": {"BOOK_NOW", "EMAIL", "DIRECTION", "TEXT", "CALL", "INSTANT_EXPERIENCE", "UNDEFINED"},
	"age":                 {"25-34", "35-44", "18-24", "45-54", "55-64", "13-17", "65+"},
	"gender":              {"F", "M", "U"},
	"country":             {"DE", "US", "GB", "JP", "BR", "FR", "IN", "PL", "NL", "AT"},
	"city":                {"Berlin, Berlin", "London, England", "New York, New York", "Tokyo, Tokyo", "Vienna, Vienna", "Munich, Bavaria", "São Paulo, São Paulo", "Amsterdam, North Holland"},
}

// userResults answers a query of one user.
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

// days returns the ends of the days in the query's time range of which numbers
// are kept, as Unix times.
func (q *Query) days() []int64 {
	var ends []int64
	from := max(q.Since, q.now-userKept)
	for end := (from-dayEnds)/day*day + dayEnds + day; end <= min(q.Until, q.now); end += day {
		ends = append(ends, end)
	}
	return ends
}

// of is a metric of the day that ends then.
func (u User) of(metric *userMetric, end int64) int64 {
	return share(u.Followers, metric.low, metric.high, u.ID, metric.name, end) / 100
}

// over is a metric of the days up to then. Who is there on several days counts
// once, so days add up to less than their sum.
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
		if metric.name == "online_followers" {
			v.Value = u.online(metric, end)
		} else {
			v.Value = u.over(metric, end, lengths[period])
		}
		values = append(values, v)
	}
	return values
}

// online counts the followers who were there in each hour.
func (u User) online(metric *userMetric, end int64) map[string]int64 {
	hours := map[string]int64{}
	for hour := range int64(24) {
		hours[strconv.FormatInt(hour, 10)] = u.of(metric, end+hour)
	}
	return hours
}

// total adds up the days of the time range; nil when none is kept.
func (u User) total(q *Query, metric *userMetric) *Total {
	sum := &Total{}
	if metric.framed {
		sum.Value = share(u.Followers, metric.low, metric.high, u.ID, metric.name, q.timeframe) / 100
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
		parts := []Part{{Value: sum.Value}}
		for _, key := range q.breakdown {
			var finer []Part
			for _, p := range parts {
				for _, part := range split(p.Value, key, userDimensions[key], u.ID, metric.name, q.Until/day) {
					finer = append(finer, Part{append(p.Values[:len(p.Values):len(p.Values)], part.Values...), part.Value})
				}
			}
			parts = finer
		}
		sum.Breakdowns = []Breakdown{{q.breakdown, parts[:min(len(parts), mostParts)]}}
	}
	return sum
}

// refuse returns why a metric of users cannot be asked so.
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
			return apierror.Unknown() // which is what Meta says
		}
	}
	if metric.framed && q.timeframe == "" {
		return apierror.ParameterRequired("timeframe")
	}
	return nil
}
