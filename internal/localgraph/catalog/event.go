package catalog

// upcomingEvent is an event that media can remind people of.
//
// Source: Meta's published specification of IGUpcomingEvent.
var upcomingEvent = &Type{
	Name: "IGUpcomingEvent", Kind: UpcomingEvent, Logins: Facebook, Table: "upcoming_event", Permission: Events, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "title", SQL: "n.title"},
		{Name: "start_time", Value: Time, SQL: eventStart},
		{Name: "end_time", Value: Time, SQL: eventStart + " + n.length"},
		{Name: "notification_subtypes", Value: JSON, SQL: "n.notifications"},
		{Name: "notification_target_time", SQL: "n.target"},
	},
}

// eventStart is when an event starts. Those of the demo world move with the clock.
const eventStart = "coalesce(n.starts, :now - :now % 86400 + n.ahead)"

var upcomingEventsEdge = Edge{
	Name: "upcoming_events", Target: UpcomingEvent, Logins: Facebook, Where: "x.account_id = p.value", Oldest: true,
	Permission: Events, Paging: Full, Limit: 25, Max: 100, Default: "id",
}
