package world

import (
	_ "embed"
	"fmt"
	"time"
)

//go:embed comments.txt
var commentFile string

//go:embed replies.txt
var replyFile string

// author is somebody who comments, with the id that messages to them go to.
type author struct {
	username string
	id       int64
}

var authors = []author{
	{"fern.gully", 6210034455001}, {"trilobite.tess", 6210034455002}, {"ankylo.anna", 6210034455003},
	{"dactyl.dan", 6210034455004}, {"pebble.and.pine", 6210034455005}, {"ammonite.amy", 6210034455006},
	{"basalt.ben", 6210034455007}, {"cretaceouscoffee", 6210034455008}, {"mudflat.mia", 6210034455009},
	{"jurassic.jules", 6210034455010}, {"tiny.arms.club", 6210034455011}, {"gingko.gus", 6210034455012},
}

var self = author{"metricsaurus", 6210034455000}

// comments plants so many comments under a media, and replies under some.
func (p *planter) comments(m post, count int) {
	written, answers := texts(commentFile), texts(replyFile)
	created := m.created
	for i := range count {
		created = created.Add(time.Duration(p.between(3, 95)) * time.Minute)
		by := pick(p, authors)
		top := p.comment(m, 0, by, pick(p, written), created, !m.mute && p.chance(3))
		replies := 0
		if p.chance(40) {
			replies = p.between(1, 4)
		}
		if busy[posts] == count && i == count-1 { // one long thread, longer than a page
			replies = 31
		}
		at := created
		for n := range replies {
			at = at.Add(time.Duration(p.between(1, 40)) * time.Minute)
			answers := fmt.Sprintf(pick(p, answers), by.username)
			from := self
			if n%2 == 1 {
				from = pick(p, authors)
			}
			p.comment(m, top, from, answers, at, false)
		}
	}
}

func (p *planter) comment(m post, parent int64, by author, text string, created time.Time, hidden bool) int64 {
	id := p.id(17_820_000_000_000_000, 18_110_000_000_000_000)
	columns := []any{
		"id", id, "media_id", m.id, "username", by.username, "commenter_id", by.id, "text", text,
		"old_id", p.oldID(created), "created", created.Unix(), "likes", p.rand.IntN(20) * p.rand.IntN(3), "hidden", hidden,
	}
	if parent != 0 {
		columns = append(columns, "parent_id", parent)
	}
	p.insert("comment", columns...)
	return id
}
