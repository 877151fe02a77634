package world

import "time"

// jayposiris plants the media of Meta's examples, the oldest first. The examples
// list the newest first.
func (p *planter) jayposiris() {
	day := time.Date(2017, time.August, 31, 18, 10, 0, 0, time.UTC)
	posts := []post{
		{id: 17881042411086627, mediaType: video, created: day.AddDate(0, 0, -52)},
		{id: 17896450804038745, mediaType: carousel, created: day.AddDate(0, 0, -33)},
		{id: 17899305451014820, mediaType: image, created: day.AddDate(0, 0, -12)},
		{id: 17895695668004550, mediaType: image, created: day},
	}
	for _, m := range posts {
		m.owner, m.caption, m.likes = Jayposiris, "", p.between(8, 40)
		p.used[m.id] = true
		p.media(m)
		if m.mediaType == carousel {
			for i, id := range []int64{17880997618081620, 17871527143187462} {
				p.used[id] = true
				p.media(post{id: id, owner: m.owner, album: m.id, mediaType: []string{image, video}[i], created: m.created})
			}
		}
	}
}
