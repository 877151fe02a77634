package catalog

// page is a Facebook Page, through which Facebook Login reaches an account.
var page = &Type{
	Name: "Page", Kind: Page, Logins: Facebook, Table: "page", Permission: Pages, Default: "id",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "name", SQL: "n.name"},
		{Name: "access_token", SQL: "iif(:token = 0, n.access_token, (SELECT text FROM token WHERE page_id = n.id AND (user_token = :token OR id = :token)))"},
		{Name: "category", SQL: "n.category"},
		{Name: "category_list", Value: JSON, SQL: "n.category_list"},
		{Name: "tasks", Value: JSON, SQL: "n.tasks"},
		{Name: "instagram_business_account", Value: Object, Target: Account, SQL: "n.account_id", Permission: Basic},
		{Name: "connected_instagram_account", Value: Object, Target: Account, SQL: "n.account_id", Permission: Basic},
	},
	Edges: []Edge{
		conversationsEdge(Facebook, pageAccount, " AND :platform = 'instagram'"),
		subscribedAppsEdge(Facebook, pageAccount),
	},
}

// pageAccount is the account behind a Page.
const pageAccount = "(SELECT account_id FROM page WHERE id = p.value)"

// person is the Facebook user who has the Pages.
var person = &Type{
	Name: "User", Kind: Person, Logins: Facebook, Table: "person", Default: "id,name",
	Fields: []Field{
		{Name: "id", Value: ID, SQL: "n.id"},
		{Name: "name", SQL: "n.name"},
	},
	Edges: []Edge{{
		Name: "accounts", Target: Page, Where: "x.person_id = p.value", Oldest: true, Permission: Pages,
		Paging: Full, Limit: 25, Max: 100, Default: "access_token,category,category_list,name,id,tasks",
	}},
}
