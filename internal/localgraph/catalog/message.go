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
	Edges: []Edge{
		partiesEdge("participants", "IN (SELECT person_id FROM conversation WHERE id = p.value UNION SELECT account_id FROM conversation WHERE id = p.value)"),
		{ // Meta shows only the newest twenty.
			Name: "messages", Target: Message, Where: "x.conversation_id = p.value", Permission: Messages,
			Paging: Unpaged, Limit: 20, Max: 20, Default: "id,created_time",
		},
	},
}

// writes is SQL for who wrote a message, receives for who received it.
const (
	writes   = "(SELECT iif(n.incoming, person_id, account_id) FROM conversation WHERE id = n.conversation_id)"
	receives = "(SELECT iif(m.incoming, c.account_id, c.person_id) FROM message AS m JOIN conversation AS c ON c.id = m.conversation_id WHERE m.id = p.value)"
)

var message = &Type{
	Name: "IGMessage", Kind: Message, Logins: Graph, Table: "message", Default: "id,created_time",
	Fields: []Field{
		{Name: "id", SQL: MessageID("n")},
		{Name: "created_time", Value: Time, SQL: "n.created"},
		{Name: "from", Value: Object, Target: MessageParty, SQL: writes},
		{Name: "message", SQL: "n.text"},
		{Name: "attachments", Value: JSON, SQL: "n.attachments"},
		{Name: "shares", Value: JSON, SQL: "n.shares"},
		{Name: "reactions", Value: JSON, SQL: "n.reactions"},
		{Name: "story", Value: JSON, SQL: "n.story"},
		{Name: "is_unsupported", Value: Bool, SQL: "iif(n.unsupported, 1, NULL)"},
	},
	Edges: []Edge{partiesEdge("to", "= "+receives)},
}

// MessageID returns SQL for the id that a row of message is shown under.
func MessageID(row string) string { return "'aWdfbQ' || hex(" + row + ".id) || 'ZD'" }

const partyFields = "id,username,user_id"

// messageParty is the account, or a person who writes to it.
var messageParty = &Type{
	Name: "IGMessageParty", Kind: MessageParty, Logins: Graph, Table: "correspondent", Default: partyFields,
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "username", SQL: "n.username"},
		{Name: "user_id", Value: ID, SQL: "n.user_id"},
	},
}

func partiesEdge(name, which string) Edge {
	return Edge{
		Name: name, Target: MessageParty, Where: "x.id " + which, Permission: Messages,
		Paging: Unpaged, Limit: 2, Max: 2, Default: partyFields,
	}
}

// userProfile is what the account may know of a person who has written to it.
//
// Source: Meta, Instagram Platform, Messaging, "User Profile API".
var userProfile = &Type{
	Name: "IGBusinessScopedID", Kind: UserProfile, Logins: Graph, Table: "correspondent", Permission: Messages, Default: "id,name,username",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "name", SQL: "n.name"},
		{Name: "username", SQL: "n.username"},
		{Name: "profile_pic", Value: File, SQL: "n.picture"},
		{Name: "follower_count", Value: Number, SQL: "n.followers"},
		{Name: "is_user_follow_business", Value: Bool, SQL: "n.follows_account"},
		{Name: "is_business_follow_user", Value: Bool, SQL: "n.followed"},
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
