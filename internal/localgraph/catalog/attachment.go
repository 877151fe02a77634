package catalog

// poll is what people are asked below a media. It has no id.
//
// Source: Meta, Instagram Platform changelog, 2026-09-28; the names of the fields are
// not documented.
var poll = &Type{
	Name: "ShadowIGMediaPollAttachment", Kind: Poll, Logins: Facebook, Table: "poll", Default: "options,expiration",
	Fields: []Field{
		{Name: "options", Value: JSON, SQL: "n.options"},
		{Name: "expiration", Value: Time, SQL: "(SELECT created FROM media WHERE id = n.media_id) + n.lasts"},
	},
}

var pollEdge = attachmentEdge("poll_attachment", Poll, poll.Default)

// promptResponse is what a media answers to a prompt. It has no id.
var promptResponse = &Type{
	Name: "ShadowIGMediaPromptResponse", Kind: PromptResponse, Logins: Facebook, Table: "prompt_response", Default: "prompt,response",
	Fields: []Field{
		{Name: "prompt", SQL: "n.prompt"},
		{Name: "response", SQL: "n.response"},
	},
}

var promptEdge = attachmentEdge("prompt_response", PromptResponse, promptResponse.Default)

// attachmentEdge is an edge with one item at most, which no field expansion has.
func attachmentEdge(name string, target Kind, fields string) Edge {
	return Edge{
		Name: name, Target: target, Logins: Facebook, Where: "x.media_id = p.value", Alone: true,
		Permission: Posts, Paging: Unpaged, Limit: 1, Max: 1, Default: fields,
	}
}
