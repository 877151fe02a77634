package world

import (
	_ "embed"
	"fmt"
	"time"
)

//go:embed captions.txt
var captionFile string

// posts is the number of media of metricsaurus, without the children of albums.
const posts = 248

// busy are the numbers of the most popular posts, and how many comments each has.
var busy = map[int]int{posts: 64, posts - 3: 58, posts - 17: 120}

func (p *planter) metricsaurus() {
	captions := texts(captionFile)
	created := time.Date(2023, time.January, 2, 9, 12, 0, 0, time.UTC)
	for n := 1; n <= posts; n++ {
		m := p.post(n, Metricsaurus, created)
		m.caption = p.caption(n, captions)
		comments := p.between(0, 7)
		if busy[n] > 0 {
			m.mute, comments = false, busy[n]
		}
		p.media(m)
		if m.mediaType == carousel {
			p.album(m)
		}
		p.comments(m, comments)
		created = created.Add(time.Duration(p.between(70, 188))*time.Hour + time.Duration(p.between(0, 3599))*time.Second)
	}
	p.exec("UPDATE media SET lost = 1 WHERE seq = (SELECT min(seq) FROM media WHERE owner_id = ? AND media_type = ? AND album_id IS NULL)", Metricsaurus, video)
}

// post makes up one media. The newest are of different kinds, so that any first
// page shows all.
func (p *planter) post(n int, owner int64, created time.Time) post {
	m := post{
		id: p.id(17_850_000_000_000_000, 18_120_000_000_000_000), owner: owner, mediaType: image, created: created,
		likes: p.between(180, 4200), likesHidden: n%11 == 4, mute: n%29 == 6,
	}
	switch lot := p.rand.IntN(100); {
	case lot < 22 || n == posts-1:
		m.mediaType = carousel
	case lot < 46 || n == posts-2:
		m.mediaType, m.reel, m.hideFile = video, true, p.chance(25)
	case lot < 54:
		m.mediaType = video
	}
	return m
}

func (p *planter) album(m post) {
	ids := make([]int64, p.between(2, 10))
	for i := range ids {
		ids[i] = p.id(17_850_000_000_000_000, 18_120_000_000_000_000)
	}
	p.children(m, ids)
}

// caption returns the caption of post n: one of the written ones, which are mixed
// and spread evenly over the years, or between them one of a series, or none.
func (p *planter) caption(n int, written []string) any {
	if place := n * len(written) / posts; place > (n-1)*len(written)/posts {
		return written[place*step%len(written)]
	}
	if n%9 == 5 {
		return nil
	}
	return series(n)
}

// step mixes the written texts: it has no common divisor with their number.
const step = 37

var species = []string{"iguanodon", "hadrosaur", "small theropod", "triceratops", "sauropod, probably two", "ankylosaur", "bird, to be fair"}

var sizes = []string{"\"What is a good sample size?\"", "\"How many ferns are enough?\"", "\"How often should I count my eggs?\""}

// series returns the caption of post n in one of the series of metricsaurus.
func series(n int) string {
	switch n % 8 {
	case 0:
		return fmt.Sprintf("Footprint of the day, no. %d: %s, %d cm from heel to toe. #dinodata #footprints", n, species[n%len(species)], 18+n*7%61)
	case 1:
		return fmt.Sprintf("Chart of the week %d. Guess what it shows before you read the axis.\n\n(It is fern height. It is always fern height.) #dinodata", n)
	case 2:
		return fmt.Sprintf("Day %d of asking for longer arms or a shorter desk. 🦖", n)
	case 3:
		return fmt.Sprintf("Letters to the dinosaur, no. %d: %s\nDear reader, %d. Or one more. #dinodata #letters", n, sizes[n%len(sizes)], 30+n)
	case 4:
		return fmt.Sprintf("Fog report %d: visibility %d tail lengths, rising. 🌫️", n, 2+n%9)
	case 5:
		return fmt.Sprintf("The delta from the north tower, survey %d. %d nests, all of them occupied. #dinodata #survey", n, 40+n%23)
	case 6:
		return fmt.Sprintf("Sketchbook, page %d. With thanks to @%s for the pencil.", n, authors[n%len(authors)].username)
	}
	return fmt.Sprintf("Query no. %d of the year, and it ran before the kettle did. ☕ #dinodata", n)
}
