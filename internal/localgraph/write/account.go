package write

import (
	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/ids"
	"github.com/gramql/gramql/internal/localgraph/world"
)

// account writes what belongs to the account.
//
// Source: Meta, Instagram Platform, "IG User Likes", "Collaboration Invites",
// "IG Upcoming Event", "Messenger Profile" and "Webhooks".
var account = append([]*Write{
	{
		Method: post, Node: catalog.Account, Edge: "likes", Logins: catalog.Facebook, Permission: catalog.Engagement,
		Paced: true, Params: likeParams, Rules: likeRules,
		SQL: []string{
			"UPDATE media SET likes = likes + 1 WHERE id = :media_id AND NOT " + liked,
			"UPDATE comment SET likes = likes + 1 WHERE id = :comment_id AND NOT " + liked,
			"INSERT INTO liking (account_id, media_id, comment_id) SELECT :me, :media_id, :comment_id WHERE NOT " + liked,
		},
	},
	{
		Method: remove, Node: catalog.Account, Edge: "likes", Logins: catalog.Facebook, Permission: catalog.Engagement,
		Paced: true, Params: likeParams, Rules: likeRules,
		SQL: []string{
			"UPDATE media SET likes = likes - 1 WHERE id = :media_id AND " + liked,
			"UPDATE comment SET likes = likes - 1 WHERE id = :comment_id AND " + liked,
			"DELETE FROM liking WHERE account_id = :me AND (media_id = :media_id OR comment_id = :comment_id)",
		},
	},
	{
		Method: post, Node: catalog.Account, Edge: "collaboration_invites", Logins: catalog.Facebook, Permission: catalog.Basic,
		Params: []Param{{Name: "accept", Value: Bool, Required: true}, {Name: "media_id", Value: ID, Required: true}},
		Rules: []Rule{{
			"(SELECT count(*) FROM collaborator WHERE account_id = :me AND media_id = :media_id AND status = 'Pending')",
			func(*Call) *apierror.Error { return apierror.UnknownMedia() },
		}},
		SQL: []string{
			"UPDATE collaborator SET status = 'Accepted' WHERE account_id = :me AND media_id = :media_id AND :accept",
			"DELETE FROM collaborator WHERE account_id = :me AND media_id = :media_id AND NOT :accept",
		},
	},
	{
		Method: post, Node: catalog.Account, Edge: "upcoming_events", Logins: catalog.Facebook, Permission: catalog.Events,
		Params: eventParams, Rules: eventRules, Makes: catalog.UpcomingEvent, Range: ids.Event,
		SQL: []string{"INSERT INTO upcoming_event (id, account_id, title, starts, length, notifications, target) VALUES (:id, :me, :title, :start_time, " +
			":end_time - :start_time, coalesce(:notification_subtypes, '[]'), coalesce(:notification_target_time, 'EVENT_START'))"},
	},
	{
		Method: post, Node: catalog.UpcomingEvent, Logins: catalog.Facebook, Permission: catalog.Events,
		Params: eventParams, Rules: eventRules,
		SQL: []string{"UPDATE upcoming_event SET title = :title, starts = :start_time, ahead = NULL, length = :end_time - :start_time, " +
			"notifications = coalesce(:notification_subtypes, notifications), target = coalesce(:notification_target_time, target) WHERE id = :node"},
	},
	{
		Method: post, Node: catalog.Account, Edge: "messenger_profile", Logins: catalog.Instagram, Permission: catalog.Messages,
		Params: []Param{{Name: "ice_breakers", Value: JSON}, {Name: "persistent_menu", Value: JSON}},
		SQL:    []string{"UPDATE account SET ice_breakers = coalesce(:ice_breakers, ice_breakers), menu = coalesce(:persistent_menu, menu) WHERE id = :me"},
	},
	{
		Method: remove, Node: catalog.Account, Edge: "messenger_profile", Logins: catalog.Instagram, Permission: catalog.Messages,
		Params: []Param{{Name: "fields", Value: List, Required: true, Among: []string{"ice_breakers", "persistent_menu"}}},
		SQL: []string{"UPDATE account SET ice_breakers = iif('ice_breakers' IN (SELECT value FROM json_each(:fields)), NULL, ice_breakers), " +
			"menu = iif('persistent_menu' IN (SELECT value FROM json_each(:fields)), NULL, menu) WHERE id = :me"},
	},
}, append(subscriptions(catalog.Instagram, catalog.Account, notifications), subscriptions(catalog.Facebook, catalog.Page, nil)...)...)

// liked is SQL for whether the viewer's account likes what the parameters name.
const liked = "EXISTS (SELECT 1 FROM liking WHERE account_id = :me AND (media_id = :media_id OR comment_id = :comment_id))"

var (
	likeParams = []Param{{Name: "media_id", Value: ID}, {Name: "comment_id", Value: ID}}
	likeRules  = []Rule{
		{"(:media_id IS NULL) <> (:comment_id IS NULL)", says("Exactly one of media_id and comment_id is required")},
		{":media_id IS NULL OR (SELECT album_id IS NULL FROM media WHERE id = :media_id)", lacks("media_id")},
		{":comment_id IS NULL OR (SELECT 1 FROM comment WHERE id = :comment_id)", lacks("comment_id")},
	}
)

var (
	eventParams = []Param{
		{Name: "title", Required: true}, {Name: "start_time", Value: Time, Required: true}, {Name: "end_time", Value: Time},
		{Name: "notification_subtypes", Value: List, Among: []string{
			"AFTER_EVENT_1DAY", "AFTER_EVENT_2DAY", "AFTER_EVENT_3DAY", "AFTER_EVENT_4DAY", "AFTER_EVENT_5DAY", "AFTER_EVENT_6DAY", "AFTER_EVENT_7DAY",
			"BEFORE_EVENT_15MIN", "BEFORE_EVENT_1DAY", "BEFORE_EVENT_1HOUR", "BEFORE_EVENT_2DAY", "EVENT_START", "RESCHEDULED",
		}},
		{Name: "notification_target_time", Among: []string{"EVENT_START", "EVENT_END"}},
	}
	eventRules = []Rule{
		{":start_time > :now", says("Param start_time must be in the future.")},
		{":end_time IS NULL OR :end_time > :start_time", says("Param end_time must be after start_time.")},
	}
)

// notifications are what apps can be notified of with Instagram Login.
var notifications = []string{
	"comment_poll_response", "comments", "creator_marketplace_invited_creator_onboarding", "creator_marketplace_projects", "delta", "follow",
	"live_comments", "mentions", "message_edit", "message_reactions", "messages", "messaging_handover", "messaging_optins", "messaging_postbacks",
	"messaging_referral", "messaging_seen", "onboarding_welcome_message_series", "share_to_story", "standby", "story_insights", "story_poll_response",
	"story_reactions",
}

// subscriptions are the writes of the app's own subscription to the account's
// notifications.
func subscriptions(login catalog.Login, node catalog.Kind, among []string) []*Write {
	return []*Write{
		{
			Method: post, Node: node, Edge: "subscribed_apps", Logins: login, Permission: catalog.Basic,
			Params: []Param{{Name: "subscribed_fields", Value: List, Required: true, Among: among}},
			SQL: []string{"INSERT INTO subscribed_app (id, account_id, fields) VALUES (" + world.App + ", :me, :subscribed_fields) " +
				"ON CONFLICT (account_id, id) DO UPDATE SET fields = excluded.fields"},
		},
		{
			Method: remove, Node: node, Edge: "subscribed_apps", Logins: login, Permission: catalog.Basic,
			SQL: []string{"DELETE FROM subscribed_app WHERE account_id = :me AND id = " + world.App},
		},
	}
}
