package insight

// userMetric is a metric of users.
type userMetric struct {
	name, title, description string
	types, periods           string
	breakdowns               string
	// ofFollowers metrics need fewestFollowers.
	ofFollowers bool
	// demographics are of the people of a timeframe, which only those of the
	// followers go without; of too few people they are refused.
	demographics bool
	// silent metrics are accepted, and have no results.
	silent bool
	// low and high bound the metric of a day, in hundredths of a percent of the
	// followers.
	low, high int64
}

var userMetrics = []userMetric{
	{
		name:  "reach",
		title: "Accounts reached", description: "Unique accounts that saw content, as an estimate",
		types: "time_series,total_value", periods: "day,week,days_28", breakdowns: "media_product_type,follow_type",
		low: 900, high: 3400,
	},
	{
		name:  "views",
		title: "Views", description: "How often content was played or shown",
		types: total, periods: "day", breakdowns: "follow_type,follower_type,media_product_type",
		low: 2100, high: 6800,
	},
	{
		name:  "accounts_engaged",
		title: "Accounts engaged", description: "Accounts that interacted with content",
		types: total, periods: "day",
		low: 120, high: 410,
	},
	{
		name:  "total_interactions",
		title: "Interactions", description: "Likes, saves, comments and shares, less those taken back",
		types: total, periods: "day", breakdowns: "media_product_type",
		low: 260, high: 700,
	},
	{
		name:  "likes",
		title: "Likes", description: "Likes of content",
		types: total, periods: "day", breakdowns: "media_product_type",
		low: 200, high: 520,
	},
	{
		name:  "comments",
		title: "Comments", description: "Comments on content",
		types: total, periods: "day", breakdowns: "media_product_type",
		low: 4, high: 30,
	},
	{
		name:  "shares",
		title: "Shares", description: "Times content was shared",
		types: total, periods: "day", breakdowns: "media_product_type",
		low: 8, high: 40,
	},
	{
		name:  "saves",
		title: "Saves", description: "Times content was saved",
		types: total, periods: "day", breakdowns: "media_product_type",
		low: 10, high: 60,
	},
	{
		name:  "replies",
		title: "Replies", description: "Replies to stories",
		types: total, periods: "day",
		low: 1, high: 9,
	},
	{
		name:  "reposts",
		title: "Reposts", description: "Times content was reposted",
		types: total, periods: "day",
		low: 2, high: 14,
	},
	{
		name:  "website_clicks",
		title: "Website taps", description: "Taps on the link in the profile",
		types: total, periods: "day",
		low: 2, high: 12,
	},
	{
		name:  "profile_views",
		title: "Profile visits", description: "Visits to the profile",
		types: total, periods: "day",
		low: 60, high: 220,
	},
	{
		name:  "follows_and_unfollows",
		title: "Follows and unfollows", description: "Accounts that followed, and that unfollowed or left",
		types: total, periods: "day", breakdowns: "follow_type",
		ofFollowers: true, low: 6, high: 30,
	},
	{
		name:  "profile_links_taps",
		title: "Profile link taps", description: "Taps on the ways to get in touch",
		types: total, periods: "day", breakdowns: "contact_button_type",
		low: 1, high: 9,
	},
	{
		name:  "follower_count",
		title: "Follower count", description: "New followers of each day",
		types: series, periods: "day",
		ofFollowers: true, low: 4, high: 21,
	},
	{
		name:  online,
		title: "Online followers", description: "Followers who were online, by hour",
		types: series, periods: lifetime,
		ofFollowers: true, low: 300, high: 4200,
	},
	{
		name:  followers,
		title: "Follower demographics", description: "Who the followers are",
		types: total, periods: lifetime, breakdowns: "age,city,country,gender",
		demographics: true, low: 8200, high: 9400,
	},
	{
		name:  "engaged_audience_demographics",
		title: "Engaged audience demographics", description: "Who interacted with content",
		types: total, periods: lifetime, breakdowns: "age,city,country,gender",
		demographics: true, low: 800, high: 1900,
	},
	{
		name:  "reached_audience_demographics",
		title: "Reached audience demographics", description: "Who saw content",
		types: total, periods: lifetime, breakdowns: "age,city,country,gender",
		demographics: true, low: 4000, high: 7000,
	},
	{name: "content_views", silent: true},
	{name: "quotes", silent: true},
	{name: "threads_clicks", silent: true},
	{name: "threads_follower_demographics", silent: true},
	{name: "threads_followers", silent: true},
	{name: "threads_likes", silent: true},
	{name: "threads_replies", silent: true},
	{name: "threads_reposts", silent: true},
	{name: "threads_views", silent: true},
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
