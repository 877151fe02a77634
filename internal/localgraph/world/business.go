package world

import "strconv"

// containers plants one container of each state.
func (p *planter) containers() {
	const (
		through = `{"uploading_phase":{"status":"complete","bytes_transferred":50002,"source_file_size":50002},"processing_phase":{"status":"in_progress"}}`
		broken  = `{"uploading_phase":{"status":"complete","bytes_transferred":71400,"source_file_size":71400},"processing_phase":{"status":"error","errors":[{"code":2207026,"message":"Unsupported video format"}]}}`
	)
	const never = 1 << 62
	for i, c := range []struct {
		created, published, failure any
		ready                       int64
		copyright, video            any
	}{
		{copyright: `{"status":"completed","matches_found":false}`},
		{ready: never, copyright: `{"status":"in_progress"}`, video: through},
		{failure: "Error: Media upload has failed with error code 2207026", copyright: `{"status":"not_started"}`, video: broken},
		{created: 0},
		{published: 0},
	} {
		p.insert("container",
			"id", Container+i,
			"account_id", Metricsaurus,
			"content", `{"kind":"IMAGE","file":"`+strconv.Itoa(Container+i)+`.jpg"}`,
			"created", c.created,
			"published", c.published,
			"failure", c.failure,
			"ready", c.ready,
			"copyright", c.copyright,
			"video", c.video,
		)
	}
}

// plans plants the scheduled media and upcoming events of metricsaurus.
func (p *planter) plans() {
	const hour, day = 3600, 24 * 3600
	p.insert("scheduled_media",
		"id", 17990000771120031,
		"account_id", Metricsaurus,
		"caption", "Tomorrow's chart, today. #dinodata",
		"media_type", image,
		"file", "17990000771120031.jpg",
		"ahead", 26*hour,
	)
	p.insert("scheduled_media",
		"id", 17990000771120032,
		"account_id", Metricsaurus,
		"media_type", video,
		"file", "17990000771120032.gif",
		"thumbnail", "17990000771120032.jpg",
		"ahead", 50*hour,
	)
	p.insert("upcoming_event",
		"id", 17960000881130041,
		"account_id", Metricsaurus,
		"title", "Open day at the north tower",
		"ahead", 5*day+10*hour,
		"length", 6*hour,
		"notifications", `["BEFORE_EVENT_1DAY","BEFORE_EVENT_1HOUR","EVENT_START"]`,
		"target", "EVENT_START",
	)
	p.insert("upcoming_event",
		"id", 17960000881130042,
		"account_id", Metricsaurus,
		"title", "Footprint poster drop",
		"ahead", 12*day+16*hour,
		"notifications", `["BEFORE_EVENT_15MIN","EVENT_START","RESCHEDULED"]`,
		"target", "EVENT_START",
	)
}

// partners plants the partners of metricsaurus, its accounts elsewhere and its
// catalog.
func (p *planter) partners() {
	p.insert("threads_user", "id", 25700000000000007, "account_id", Metricsaurus, "backed", 0, "picture", "metricsaurus.jpg")
	p.insert("threads_user", "id", 25700000000000019, "account_id", Metricsaurus, "backed", 1, "picture", "metricsaurus.jpg")
	p.insert("agency", "id", 287745903319907, "account_id", Metricsaurus, "name", "Amber & Sons Media")
	p.insert("ad_account", "id", 1204470088123, "account_id", Metricsaurus, "business_id", Business, "name", "Metricsaurus posters")
	p.insert("product_catalog",
		"id", Catalog,
		"account_id", Metricsaurus,
		"name", "Things with footprints",
		"shop", "Metricsaurus Shop",
	)
	p.insert("creator_permission",
		"id", 120330000551,
		"account_id", Metricsaurus,
		"creator", "cretaceouscoffee",
		"type", "ACCOUNT_LEVEL",
		"status", "APPROVED",
	)
	p.insert("creator_permission",
		"id", 120330000552,
		"account_id", Metricsaurus,
		"creator", "pebble.and.pine",
		"type", "POST_LEVEL",
		"status", "PENDING",
	)
}
