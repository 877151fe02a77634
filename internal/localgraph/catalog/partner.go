package catalog

// threadsUser is the account on Threads.
var threadsUser = &Type{
	Name: "ThreadsUser", Kind: ThreadsUser, Logins: Facebook, Table: "threads_user", Default: "threads_user_id,threads_user_profile_pic",
	Fields: []Field{
		{Name: "threads_user_id", Value: ID, SQL: "n.id"},
		{Name: "threads_user_profile_pic", Value: File, SQL: "n.picture"},
	},
}

func threadsEdge(name, backed string) Edge {
	return Edge{
		Name: name, Target: ThreadsUser, Logins: Facebook, Where: "x.account_id = p.value AND x.backed = " + backed,
		Permission: Threads, Paging: Unpaged, Limit: 1, Max: 1, Default: "threads_user_id,threads_user_profile_pic",
	}
}

// agency is a Business that works for the account.
var agency = &Type{
	Name: "Business", Kind: Agency, Logins: Facebook, Table: "agency", Permission: Basic, Default: "id,name",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "name", SQL: "n.name"},
		{Name: "verification_status", SQL: "'not_verified'"},
	},
}

var agenciesEdge = Edge{
	Name: "agencies", Target: Agency, Logins: Facebook, Where: "x.account_id = p.value",
	Permission: Basic, Paging: Full, Limit: 25, Max: 100, Default: "id,name",
}

// adAccount is an account of a Business that may advertise the account's media.
var adAccount = &Type{
	Name: "AdAccount", Kind: AdAccount, Logins: Facebook, Table: "ad_account", Default: "id,account_id",
	Fields: []Field{
		{Name: "id", SQL: "'act_' || n.id"},
		{Name: "account_id", Value: ID, SQL: "n.id"},
		{Name: "name", SQL: "n.name"},
	},
}

var adAccountsEdge = Edge{
	Name: "authorized_adaccounts", Target: AdAccount, Logins: Facebook, Where: "x.account_id = p.value AND x.business_id = :business",
	Params: []Param{{Name: "business", Required: true}}, Permission: Basic, Paging: Full, Limit: 25, Max: 100, Default: "id,account_id",
}

// creatorPermission is what a creator allows the account to advertise.
var creatorPermission = &Type{
	Name: "IGBCAdsPermission", Kind: CreatorPermission, Logins: Facebook, Table: "creator_permission", Permission: Basic, Default: "id,permission_type,status",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "permission_type", SQL: "n.type"},
		{Name: "status", SQL: "n.status"},
	},
}

var creatorPermissionsEdge = Edge{
	Name: "branded_content_ad_permissions", Target: CreatorPermission, Logins: Facebook,
	Where:  "x.account_id = p.value AND (:creator_username IS NULL OR x.creator = :creator_username)",
	Params: []Param{{Name: "creator_username"}}, Permission: Basic, Paging: Full, Limit: 25, Max: 100, Default: "id,permission_type,status",
}
