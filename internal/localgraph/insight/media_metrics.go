package insight

import "github.com/gramql/gramql/internal/localgraph/catalog"

// mediaMetric is a metric of media.
type mediaMetric struct {
	name, title, description string
	products                 string
	logins                   catalog.Login
	// retired metrics are refused by name, silent ones accepted without a result.
	retired, silent bool
	// breakdown is the only dimension of the metric, if it has one.
	breakdown string
	value     func(Media) int64
}

// dimensions are the values of each dimension, in lower case as Meta's answers have
// them.
var dimensions = map[string][]string{
	"action_type":                  {"bio_link_clicked", "other", "email", "direction", "text", "call"},
	"story_navigation_action_type": {"tap_forward", "swipe_forward", "tap_exit", "tap_back"},
}

const (
	posts = "FEED,REELS"
	all   = "FEED,REELS,STORY"
)

// mediaMetrics are in the order in which Meta's v24.0 and v25.0 list them where a
// metric is unknown.
var mediaMetrics = []mediaMetric{
	{name: "impressions", retired: true},
	{
		name:  "reach",
		title: "Accounts reached", description: "Unique accounts that saw it, as an estimate",
		products: all,
		value:    Media.reach,
	},
	{
		name:  "replies",
		title: "Replies", description: "Replies to the story",
		products: "STORY",
		value:    func(m Media) int64 { return m.ofViews("replies", 0, 3) },
	},
	{
		name:  "saved",
		title: "Saved", description: "Times saved",
		products: posts,
		value:    func(m Media) int64 { return m.Saves },
	},
	{
		name:  "likes",
		title: "Likes", description: "Likes",
		products: posts,
		value:    func(m Media) int64 { return m.Likes },
	},
	{
		name:  "comments",
		title: "Comments", description: "Comments",
		products: posts,
		value:    func(m Media) int64 { return m.Comments },
	},
	{
		name:  "shares",
		title: "Shares", description: "Times shared",
		products: all,
		value:    func(m Media) int64 { return m.Shares },
	},
	{
		name:  "total_interactions",
		title: "Interactions", description: "Likes, saves, comments and shares, less those taken back",
		products: all,
		value:    func(m Media) int64 { return m.Likes + m.Comments + m.Saves + m.Shares },
	},
	{
		name:  "follows",
		title: "Follows", description: "Accounts that followed from here",
		products: "FEED,STORY",
		value:    func(m Media) int64 { return m.ofViews("follows", 0, 2) },
	},
	{
		name:  "profile_visits",
		title: "Profile visits", description: "Visits to the profile from here",
		products: "FEED,STORY",
		value:    Media.visits,
	},
	{
		name:  "profile_activity",
		title: "Profile activity", description: "What was done on the profile after a visit from here",
		products: "FEED,STORY", breakdown: "action_type",
		value: func(m Media) int64 { return fraction(m.visits(), 10, 30, m.ID, "profile_activity") },
	},
	{
		name:  "navigation",
		title: "Navigation", description: "Ways out of the story",
		products: "STORY", breakdown: "story_navigation_action_type",
		value: func(m Media) int64 { return m.ofViews("navigation", 90, 140) },
	},
	{
		name:  "ig_reels_video_view_total_time",
		title: "Watch time", description: "Time that it was played in all, replays too, in milliseconds",
		products: "REELS",
		value:    func(m Media) int64 { return fraction(m.views()*m.watched(), 101, 118, m.ID, "replays") },
	},
	{
		name:  "ig_reels_avg_watch_time",
		title: "Average watch time", description: "Average time that it was played, in milliseconds",
		products: "REELS",
		value:    Media.watched,
	},
	{
		name:  "views",
		title: "Views", description: "How often it was played or shown",
		products: all,
		value:    Media.views,
	},
	{
		name:  "reels_skip_rate",
		title: "Skip rate", description: "Share of views that were over within three seconds, in percent",
		products: "REELS",
		value:    func(m Media) int64 { return fraction(100, 18, 61, m.ID, "skip") },
	},
	{
		name:  "reposts",
		title: "Reposts", description: "Times reposted",
		products: posts,
		value:    func(m Media) int64 { return m.Reposts },
	},
	{
		name:  "facebook_views",
		title: "Views on Facebook", description: "Views on Facebook",
		products: all, logins: catalog.Facebook,
		value: Media.onFacebook,
	},
	{
		name:  "crossposted_views",
		title: "Views on both", description: "Views on Instagram and Facebook",
		products: "REELS",
		value:    func(m Media) int64 { return m.views() + m.onFacebook() },
	},
	{name: "content_views", products: all, silent: true},
	{
		name:  "total_views",
		title: "Views in all", description: "Views everywhere, advertisements too",
		products: all, logins: catalog.Facebook,
		value: Media.allViews,
	},
	{
		name:  "total_likes",
		title: "Likes in all", description: "Likes everywhere, advertisements too",
		products: all, logins: catalog.Facebook,
		value: func(m Media) int64 { return m.Likes + m.Boosted },
	},
	{
		name:  "total_comments",
		title: "Comments in all", description: "Comments everywhere, advertisements too",
		products: all, logins: catalog.Facebook,
		value: func(m Media) int64 { return m.Comments },
	},
	{
		name:  "link_clicks",
		title: "Link clicks", description: "Taps on the link in the story",
		products: "STORY", logins: catalog.Facebook,
		value: func(m Media) int64 { return m.ofViews("link_clicks", 0, 2) },
	},
}
