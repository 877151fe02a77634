package catalog

// conversation is what the account and one person have written to each other.
//
// Source: Meta, Instagram Platform, "Conversations" and "Messenger Profile".
var conversation = &Type{
	Name: "UnifiedThread", Kind: Conversation, Logins: Graph, Table: "conversation", Default: "id,updated_time",
	Fields: []Field{
		{Name: "id", SQL: "'aWdf' || hex(n.id) || 'ZD'"},
		{Name: "updated_time", Value: Time, SQL: "(SELECT max(created) FROM message WHERE conversation_id = n.id)"},
	},
	// Meta shows only the newest twenty.
	Edges: []Edge{{
		Name: "messages", Target: Message, Where: "x.conversation_id = p.value", Permission: Messages,
		Paging: Unpaged, Limit: 20, Max: 20, Default: "id,created_time",
	}},
}

const (
	otherSide = "json_object('id', (SELECT CAST(person_id AS TEXT) FROM conversation WHERE id = n.conversation_id), " +
		"'username', (SELECT username FROM conversation WHERE id = n.conversation_id))"
	ownSide = "(SELECT json_object('id', CAST(id AS TEXT), 'username', username) FROM account WHERE id = :me)"
)

var message = &Type{
	Name: "IGMessage", Kind: Message, Logins: Graph, Table: "message", Default: "id,created_time",
	Fields: []Field{
		{Name: "id", SQL: "'aWdfbQ' || hex(n.id) || 'ZD'"},
		{Name: "created_time", Value: Time, SQL: "n.created"},
		{Name: "from", Value: JSON, SQL: "iif(n.incoming, " + otherSide + ", " + ownSide + ")"},
		{Name: "to", Value: JSON, SQL: "json_object('data', json_array(iif(n.incoming, json(" + ownSide + "), json(" + otherSide + "))))"},
		{Name: "message", SQL: "n.text"},
	},
}

// conversationsEdge is an edge of the account with Instagram Login, and of its
// Page with Facebook Login, which has conversations on other platforms too.
func conversationsEdge(login Login, account, condition string) Edge {
	return Edge{
		Name: "conversations", Target: Conversation, Logins: login, Permission: Messages,
		Where:  "x.account_id = " + account + " AND (:user_id IS NULL OR x.person_id = :user_id)" + condition,
		Params: []Param{{Name: "platform"}, {Name: "user_id"}},
		Paging: Full, Limit: 25, Max: 100, Default: "id,updated_time",
	}
}

// messengerProfile is what people see before they write their first message.
var messengerProfile = &Type{
	Name: "IGUserMessengerProfile", Kind: MessengerProfile, Logins: Instagram, Table: "account", Default: "ice_breakers,persistent_menu",
	Fields: []Field{
		{Name: "ice_breakers", Value: JSON, SQL: "n.ice_breakers"},
		{Name: "persistent_menu", Value: JSON, SQL: "n.menu"},
	},
}

var messengerProfileEdge = Edge{
	Name: "messenger_profile", Target: MessengerProfile, Logins: Instagram, Where: "x.id = p.value",
	Permission: Messages, Paging: Unpaged, Limit: 1, Max: 1, Default: "ice_breakers,persistent_menu",
}

// subscribedApp is an app that is notified of what happens to the account.
var subscribedApp = &Type{
	Name: "IGUserSubscribedAppsData", Kind: SubscribedApp, Logins: Graph, Table: "subscribed_app", Default: "app_id,subscribed_fields",
	Fields: []Field{
		{Name: "app_id", Value: ID, SQL: "n.id"},
		{Name: "subscribed_fields", Value: JSON, SQL: "n.fields"},
	},
}

func subscribedAppsEdge(login Login, account string) Edge {
	return Edge{
		Name: "subscribed_apps", Target: SubscribedApp, Logins: login, Where: "x.account_id = " + account,
		Permission: Basic, Paging: Unpaged, Limit: 25, Max: 100, Default: "app_id,subscribed_fields",
	}
}
