package insight

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// Media is what the numbers of a media are computed from.
type Media struct {
	ID      int64  `json:"id"`
	Product string `json:"product"` // FEED, REELS, STORY or LIVE
	Child   int    `json:"child"`   // 1 for a child of an album
	Created int64  `json:"created"` // Unix time
	// Newest is when the owner's newest post was made.
	Newest int64 `json:"newest"`
	// Converted is when the owner's account became a professional one.
	Converted int64 `json:"converted"`
	Likes     int64 `json:"likes"`
	Boosted   int64 `json:"boosted"`
	Comments  int64 `json:"comments"`
	Saves     int64 `json:"saves"`
	Shares    int64 `json:"shares"`
	Reposts   int64 `json:"reposts"`
	Views     int64 `json:"views"` // 0 where they are not counted
}

// mediaKept is how long Meta keeps the numbers of a media, in seconds. Here it is
// counted back from the owner's newest post at the latest: the demo world gets no
// newer ones, and would have no numbers left in the end.
const mediaKept = 2 * 365 * 24 * 3600

// fewest is how many must have seen a story before it has insights.
const fewest = 5

// allViews returns the number of all views, which follows from the likes where
// views are not counted.
func (m Media) allViews() int64 {
	if m.Views > 0 {
		return m.Views
	}
	return fraction(m.Likes, 400, 900, m.ID, "views")
}

func (m Media) views() int64 {
	if m.Product == "STORY" {
		return m.Views
	}
	return fraction(m.allViews(), 90, 97, m.ID, "organic")
}

func (m Media) reach() int64      { return fraction(m.views(), 62, 81, m.ID, "reach") }
func (m Media) visits() int64     { return m.ofViews("profile_visits", 1, 4) }
func (m Media) onFacebook() int64 { return m.ofViews("facebook_views", 3, 14) }

// watched is the average time of a view, in milliseconds.
func (m Media) watched() int64 {
	if m.views() == 0 {
		return 0
	}
	return fraction(10_000, 38, 160, m.ID, "watched")
}

// ofViews returns a number between two percentages of the views.
func (m Media) ofViews(name string, low, high int64) int64 {
	return fraction(m.views(), low, high, m.ID, name)
}

// refuse returns Meta's refusal of the insights of a media, or nil.
func (m Media) refuse(metrics []*mediaMetric) error {
	if m.Child != 0 {
		return apierror.NoChildInsights()
	}
	if m.Created < m.Converted {
		return apierror.BeforeConversion()
	}
	for _, metric := range metrics {
		if !among(metric.products, m.Product) {
			return apierror.MetricUnsupported(metric.name)
		}
	}
	if m.Product == "STORY" && m.Views < fewest {
		return apierror.NotEnoughViewers()
	}
	return nil
}

// mediaResults answers the query about one media.
func (q *Query) mediaResults(subject string) ([]Result, error) {
	var m Media
	if err := json.Unmarshal([]byte(subject), &m); err != nil {
		return nil, err
	}
	if err := m.refuse(q.media); err != nil {
		return nil, err
	}
	if m.Created < min(q.now, m.Newest)-mediaKept {
		return nil, nil
	}
	var results []Result
	for _, metric := range q.media {
		if metric.silent {
			continue
		}
		value := metric.value(m)
		r := Result{
			Name: metric.name, Period: lifetime, Title: metric.title, Description: metric.description,
			Values: []Value{{Value: value}}, ID: resultID(strconv.FormatInt(m.ID, 10), metric.name, lifetime),
		}
		if len(q.breakdown) > 0 {
			key := strings.Join(q.breakdown, ",")
			r.Total = &Total{value, []Breakdown{{q.breakdown, split(value, key, dimensions[key], m.ID)}}}
		}
		results = append(results, r)
	}
	return results, nil
}
