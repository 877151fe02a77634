package insight

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// Media is what the numbers of a media follow from.
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
	Views     int64 `json:"views"` // 0 where nobody counts them
}

// mediaKept is how long Meta keeps the numbers of a media, in seconds. Here the
// time stops at the owner's newest post: in the demo world no other follows, and
// in the end it would have no numbers left.
const mediaKept = 2 * 365 * 24 * 3600

// fewest is how many must have seen a story before Meta tells anything of it.
const fewest = 5

// mediaMetric is a metric of media.
type mediaMetric struct {
	name, title, description string
	products                 string
	logins                   catalog.Login
	retired                  bool
	// breakdown is the one dimension that it can be broken down by.
	breakdown string
	value     func(Media) int64
}

// dimensions are the values of each dimension. Media have them in lower case.
var dimensions = map[string][]string{
	"action_type":                  {"bio_link_clicked", "other", "email", "direction", "text", "call"},
	"story_navigation_action_type": {"tap_forward", "swipe_forward", "tap_exit", "tap_back"},
}

const (
	posts = "FEED,REELS"
	all   = "FEED,REELS,STORY"
)

var mediaMetrics = []mediaMetric{
	{name: "views", title: "Views", description: "How often it was played or shown", products: all, value: Media.views},
	{name: "reach", title: "Accounts reached", description: "Unique accounts that saw it, as an estimate", products: all, value: Media.reach},
	{name: "likes", title: "Likes", description: "Likes", products: posts, value: func(m Media) int64 { return m.Likes }},
	{name: "comments", title: "Comments", description: "Comments", products: posts, value: func(m Media) int64 { return m.Comments }},
	{name: "saved", title: "Saved", description: "Times saved", products: posts, value: func(m Media) int64 { return m.Saves }},
	{name: "shares", title: "Shares", description: "Times shared", products: all, value: func(m Media) int64 { return m.Shares }},
	{name: "total_interactions", title: "Interactions", description: "Likes, saves, comments and shares, less those taken back", products: all,
		value: func(m Media) int64 { return m.Likes + m.Comments + m.Saves + m.Shares }},
	{name: "follows", title: "Follows", description: "Accounts that followed from here", products: "FEED,STORY", value: func(m Media) int64 { return m.part("follows", 0, 2) }},
	{name: "profile_visits", title: "Profile visits", description: "Visits to the profile from here", products: "FEED,STORY", value: Media.visits},
	{name: "profile_activity", title: "Profile activity", description: "What was done on the profile after a visit from here", products: "FEED,STORY",
		breakdown: "action_type", value: func(m Media) int64 { return share(m.visits(), 10, 30, m.ID, "profile_activity") }},
	{name: "replies", title: "Replies", description: "Replies to the story", products: "STORY", value: func(m Media) int64 { return m.part("replies", 0, 3) }},
	{name: "navigation", title: "Navigation", description: "Ways out of the story", products: "STORY",
		breakdown: "story_navigation_action_type", value: func(m Media) int64 { return m.part("navigation", 90, 140) }},
	{name: "ig_reels_avg_watch_time", title: "Average watch time", description: "Average time that it was played, in milliseconds", products: "REELS", value: Media.watched},
	{name: "ig_reels_video_view_total_time", title: "Watch time", description: "Time that it was played in all, replays too, in milliseconds", products: "REELS",
		value: func(m Media) int64 { return share(m.views()*m.watched(), 101, 118, m.ID, "replays") }},
	{name: "reels_skip_rate", title: "Skip rate", description: "Share of views that were over within three seconds, in percent", products: "REELS",
		value: func(m Media) int64 { return share(100, 18, 61, m.ID, "skip") }},
	{name: "crossposted_views", title: "Views on both", description: "Views on Instagram and Facebook", products: "REELS", value: func(m Media) int64 { return m.views() + m.onFacebook() }},
	{name: "facebook_views", title: "Views on Facebook", description: "Views on Facebook", products: all, logins: catalog.Facebook, value: Media.onFacebook},
	{name: "total_views", title: "Views in all", description: "Views everywhere, advertisements too", products: all, logins: catalog.Facebook, value: Media.allViews},
	{name: "total_likes", title: "Likes in all", description: "Likes everywhere, advertisements too", products: all, logins: catalog.Facebook, value: func(m Media) int64 { return m.Likes + m.Boosted }},
	{name: "total_comments", title: "Comments in all", description: "Comments everywhere, advertisements too", products: all, logins: catalog.Facebook, value: func(m Media) int64 { return m.Comments }},
	{name: "reposts", title: "Reposts", description: "Times reposted", products: posts, value: func(m Media) int64 { return m.Reposts }},
	{name: "impressions", retired: true}, {name: "plays", retired: true}, {name: "clips_replays_count", retired: true},
	{name: "ig_reels_aggregated_all_plays_count", retired: true}, {name: "video_views", retired: true},
}

// allViews counts every view. Where the world counts none, likes tell.
func (m Media) allViews() int64 {
	if m.Views > 0 {
		return m.Views
	}
	return share(m.Likes, 400, 900, m.ID, "views")
}

func (m Media) views() int64 {
	if m.Product == "STORY" {
		return m.Views
	}
	return share(m.allViews(), 90, 97, m.ID, "organic")
}

func (m Media) reach() int64      { return share(m.views(), 62, 81, m.ID, "reach") }
func (m Media) visits() int64     { return m.part("profile_visits", 1, 4) }
func (m Media) onFacebook() int64 { return m.part("facebook_views", 3, 14) }

// watched is the average time of a view, in milliseconds.
func (m Media) watched() int64 { return share(10_000, 38, 160, m.ID, "watched") }

// part is a number between two percentages of the views.
func (m Media) part(name string, low, high int64) int64 {
	return share(m.views(), low, high, m.ID, name)
}

// refuse returns why Meta answers no insights of a media.
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

// mediaResults answers a query of one media.
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
