package world

import (
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/ids"
	"github.com/gramql/gramql/internal/localgraph/picture"
)

// post is a media before it is planted.
type post struct {
	id, owner, album  int64
	mediaType         string
	reel, hideFile    bool
	caption           any    // a text, or nil for none
	product           string // FEED or REELS when empty
	created           time.Time
	age               time.Duration // instead of created, for what the clock moves along
	likes             int
	likesHidden, mute bool // mute: comments are switched off
}

const (
	image    = "IMAGE"
	video    = "VIDEO"
	carousel = "CAROUSEL_ALBUM"
)

func (p *planter) media(m post) {
	columns := []any{
		"id", m.id, "owner_id", m.owner, "media_type", m.mediaType, "product_type", "FEED",
		"caption", m.caption, "likes_hidden", m.likesHidden,
	}
	if m.created.IsZero() {
		m.created = turned.Add(-m.age)
		columns = append(columns, "age", int64(m.age/time.Second))
	} else {
		columns = append(columns, "created", m.created.Unix())
	}
	old := p.oldID(m.created)
	columns = append(columns, "old_id", old, "shortcode", ids.Shortcode(old))
	number := strconv.FormatInt(m.id, 10)
	switch m.mediaType {
	case image:
		columns = append(columns, "file", number+".jpg")
		if !p.chance(30) {
			columns = append(columns, "alt_text", picture.Describe(number+".jpg"))
		}
	case video:
		columns = append(columns, "thumbnail", number+".jpg", "views", m.likes*p.between(6, 14))
		if !m.hideFile {
			columns = append(columns, "file", number+".gif")
		}
	}
	if m.product != "" {
		columns[7] = m.product
	}
	if m.reel {
		columns[7] = "REELS"
		audio := "ORIGINAL_SOUND"
		if m.hideFile {
			audio = "MUSIC"
		}
		columns = append(columns, "shared_to_feed", !p.chance(15), "audio_type", audio)
	}
	if m.album != 0 {
		columns = append(columns, "album_id", m.album)
	} else {
		columns = append(columns, "likes", m.likes, "boosted_likes", p.rand.IntN(m.likes/8+1), "comments_enabled", !m.mute,
			"reposts", m.likes/90, "shares", m.likes/35, "saves", m.likes/22)
	}
	p.insert("media", columns...)
	p.hashtags(m.id, m.caption)
}

// children plants the children of an album, each made a second before it.
func (p *planter) children(album post, children []int64) {
	for i, id := range children {
		kind := image
		if i > 0 && p.chance(20) {
			kind = video
		}
		p.media(post{id: id, owner: album.owner, album: album.id, mediaType: kind, created: album.created.Add(-time.Second)})
	}
}

// oldID returns an id of the old kind.
func (p *planter) oldID(created time.Time) int64 { return ids.Old(created, p.rand) }
