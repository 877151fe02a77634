package world

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
)

//go:embed captions.txt
var captionFile string

//go:embed alttext.txt
var altFile string

// posts is how many media metricsaurus has, the children of albums not counted.
const posts = 248

// busy are the posts that everybody talked about, by their number, with how
// many comments each got.
var busy = map[int]int{posts: 64, posts - 3: 58, posts - 17: 120}

func (p *planter) metricsaurus() {
	captions := texts(captionFile)
	created := time.Date(2023, time.March, 6, 9, 12, 0, 0, time.UTC)
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
		if !m.mute {
			p.comments(m, comments)
		}
		created = created.Add(time.Duration(p.between(70, 188))*time.Hour + time.Duration(p.between(0, 3599))*time.Second)
	}
}

// post makes up one media. The last eight are one of each kind, so that the
// first page shows them all.
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
	default:
		m.altText = altFor(p, image)
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

// caption returns the text of post n: now and then none, mostly one of the
// written ones while they last, and the series that run through the years.
func (p *planter) caption(n int, written []string) any {
	if n%13 == 5 {
		return nil
	}
	if spread := posts / len(written); n%(spread+1) != 0 && n*len(written)/posts < len(written) && n%5 != 2 {
		return written[(n*37)%len(written)] + strings.Repeat("", spread)
	}
	return series(n)
}

var species = []string{"iguanodon", "hadrosaur", "small theropod", "triceratops", "sauropod, probably two", "ankylosaur", "bird, to be fair"}

func series(n int) string {
	switch n % 4 {
	case 0:
		return fmt.Sprintf("Footprint of the day, no. %d: %s, %d cm from heel to toe. #dinodata #footprints", n, species[n%len(species)], 18+n*7%61)
	case 1:
		return fmt.Sprintf("Chart of the week %d. Guess what it shows before you read the axis.\n\n(It is fern height. It is always fern height.) #dinodata", n)
	case 2:
		return fmt.Sprintf("Day %d of asking for longer arms or a shorter desk. 🦖", n)
	}
	return fmt.Sprintf("Letters to the dinosaur, no. %d: \"What is a good sample size?\"\nDear reader, %d. Or one more. #dinodata #letters", n, 30+n)
}

func altFor(p *planter, mediaType string) any {
	if mediaType != image || p.chance(30) {
		return nil
	}
	return pick(p, texts(altFile))
}
