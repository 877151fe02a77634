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

// author is a person who comments, with the id that messages to them use.
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

// owners are the accounts that answer under their own media.
var owners = map[int64]author{Metricsaurus: {"metricsaurus", 6210034455000}, Cretaceouscoffee: {"cretaceouscoffee", 6210034455008}}

// comments plants a number of comments under a media, and replies under some of
// them, unless comments are switched off there.
func (p *planter) comments(m post, count int) {
	if m.mute {
		return
	}
	written, answers := texts(commentFile), texts(replyFile)
	created := m.created
	for i := range count {
		created = created.Add(time.Duration(p.between(3, 95)) * time.Minute)
		by := pick(p, authors)
		top := p.comment(m, 0, by, pick(p, written), created, p.chance(3))
		replies := 0
		if p.chance(40) {
			replies = p.between(1, 4)
		}
		if busy[posts-17] == count && i == count-1 { // one thread longer than a page
			replies = 31
		}
		at := created
		for n := range replies {
			at = at.Add(time.Duration(p.between(1, 40)) * time.Minute)
			from, answer := owners[m.owner], fmt.Sprintf(pick(p, answers), by.username)
			if n%2 == 1 {
				from, answer = pick(p, authors), "@"+by.username+" "+pick(p, written)
			}
			p.comment(m, top, from, answer, at, false)
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
