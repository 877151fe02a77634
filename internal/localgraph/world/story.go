package world

import "time"

// turned is when the stories and the broadcast began. From then on the clock moves
// them along.
var turned = time.Date(2026, time.September, 30, 8, 0, 0, 0, time.UTC)

// stories plants the stories of metricsaurus. The newest has too few viewers for
// insights.
func (p *planter) stories() {
	for _, story := range []struct {
		post
		hours, views int
		sticker      string
	}{
		{post{id: 17902315004120011, mediaType: image, caption: "Which fern today?"}, 20, 1840, "has_poll"},
		{post{id: 17902315004120012, mediaType: video}, 6, 960, "has_slider"},
		{post{id: 17902315004120013, mediaType: image}, 0, 3, ""},
	} {
		m := story.post
		m.owner, m.product, m.age = Metricsaurus, "STORY", time.Duration(story.hours)*time.Hour
		p.media(m)
		p.exec("UPDATE media SET views = ?, has_poll = ?, has_slider = ? WHERE id = ?",
			story.views, story.sticker == "has_poll", story.sticker == "has_slider", m.id)
	}
}

// broadcast plants what metricsaurus broadcasts every other hour.
func (p *planter) broadcast() {
	p.media(post{id: Broadcast, owner: Metricsaurus, mediaType: "BROADCAST", product: "LIVE", caption: "Live from the north tower: counting nests"})
	p.exec("UPDATE media SET viewers = 214 WHERE id = ?", Broadcast)
	for i, said := range []struct {
		ahead int // seconds behind the start
		text  string
	}{
		{25, "First! 🦖"}, {70, "Is that a nest or a hat?"}, {190, "Nine. I count nine."}, {640, "The fog is part of the data."},
		{1500, "Ten! One was asleep."}, {2900, "Thank you for counting with us"},
	} {
		by := authors[(i*5+1)%len(authors)]
		p.insert("comment", "id", 17902315004130001+i, "media_id", Broadcast, "username", by.username, "commenter_id", by.id,
			"text", said.text, "old_id", 18100231500413001+i, "ahead", said.ahead)
	}
}
