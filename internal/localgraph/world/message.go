package world

import "time"

// said is a message before it is planted: a text, or what it holds besides, as JSON.
type said struct {
	text                                  any
	attachments, shares, reactions, story any
	unsupported                           bool
}

// The things that messages hold. Their addresses lead nowhere: Meta's expire too.
const (
	photo = `{"data":[{"id":"aWdfYXR0YWNobWVudA1","mime_type":"image/jpeg","name":"ferns.jpg","size":48211,` +
		`"image_data":{"width":1080,"height":1350,"max_width":1080,"max_height":1350,"url":"https://lookaside.example/ferns.jpg","preview_url":"https://lookaside.example/ferns-small.jpg","image_type":1,"render_as_sticker":false}}]}`
	clip = `{"data":[{"id":"aWdfYXR0YWNobWVudA2","mime_type":"video/mp4","name":"axes.mp4","size":912004,` +
		`"video_data":{"width":720,"height":1280,"url":"https://lookaside.example/axes.mp4","preview_url":"https://lookaside.example/axes.jpg"}}]}`
	sheet  = `{"data":[{"id":"aWdfYXR0YWNobWVudA3","mime_type":"text/csv","name":"nests.csv","size":1204,"file_url":"https://lookaside.example/nests.csv"}]}`
	shared = `{"data":[{"id":"aWdfc2hhcmU1","link":"https://lookaside.example/post.jpg","name":"Chart of the week","description":"It is always fern height."}]}`
	loved  = `{"data":[{"reaction":"love","emoji":"❤","users":[{"id":"17841405822304914","username":"metricsaurus"}]}]}`
	reply  = `{"reply_to":{"id":"17902315004120011","link":"https://lookaside.example/story.jpg"}}`
	named  = `{"mention":{"id":"17902315004990077","link":"https://lookaside.example/mention.jpg"}}`
)

// messages plants conversations with metricsaurus, and how it greets people.
func (p *planter) messages() {
	p.exec("UPDATE account SET ice_breakers = ?, menu = ? WHERE id = ?",
		`[{"call_to_actions":[{"question":"Where do the numbers come from?","payload":"SOURCES"},{"question":"Do you take requests?","payload":"REQUESTS"}],"locale":"default"}]`,
		`[{"locale":"default","call_to_actions":[{"type":"postback","title":"Ask the intern","payload":"INTERN"}]}]`, Metricsaurus)
	p.insert("subscribed_app", "id", App, "account_id", Metricsaurus, "fields", `["comments","messages","mentions"]`)
	p.exec("INSERT INTO correspondent (id, user_id, username) SELECT id, id, username FROM account WHERE id = ?", Metricsaurus)
	at := time.Date(2026, time.September, 12, 8, 4, 0, 0, time.UTC)
	number := int64(61000)
	for i, talk := range []struct {
		with      author
		name      any
		followers int
		userID    any
		messages  []said
	}{
		{authors[0], "Fern Gully", 1204, nil, []said{
			{text: "Hi! May I print the fern chart?", story: reply}, {text: "Of course, send us a picture."}, {text: "Will do! 💚", reactions: loved},
			{text: "All the nests, for you.", attachments: sheet}, {attachments: photo},
		}},
		{authors[2], "Anna", 88, nil, []said{
			{story: named}, {shares: shared}, {unsupported: true}, {text: "Seen it."}, {text: "Is the intern hiring?"}, {text: "The intern is the intern."},
		}},
		{authors[7], "Cretaceous Coffee", 8432, Cretaceouscoffee, []said{
			{attachments: clip}, {text: "Impressive."}, {text: "Tasting on Saturday?"}, {text: "We bring the axes, you bring the beans."}, {text: "Deal ☕"},
		}},
	} {
		id := int64(7700100 + i)
		p.insert("correspondent", "id", talk.with.id, "username", talk.with.username, "name", talk.name, "user_id", talk.userID,
			"picture", "cretaceouscoffee.jpg", "followers", talk.followers, "follows_account", true, "followed", talk.userID != nil)
		p.insert("conversation", "id", id, "account_id", Metricsaurus, "person_id", talk.with.id)
		for n, m := range talk.messages {
			at, number = at.Add(47*time.Minute), number+1
			p.insert("message", "id", number, "conversation_id", id, "incoming", n%2 == 0, "created", at.Unix(),
				"text", m.text, "attachments", m.attachments, "shares", m.shares, "reactions", m.reactions, "story", m.story, "unsupported", m.unsupported)
		}
	}
}
