package world

import (
	_ "embed"
	"fmt"
	"time"
)

//go:embed coffee.txt
var coffeeFile string

// cups is the number of media of cretaceouscoffee.
const cups = 60

// cretaceouscoffee plants the media of a small account: fewer than 100 people
// follow it, so that it has no demographics.
func (p *planter) cretaceouscoffee() {
	captions := texts(coffeeFile)
	created := time.Date(2024, time.September, 2, 6, 30, 0, 0, time.UTC)
	for n := 1; n <= cups; n++ {
		m := p.post(n, Cretaceouscoffee, created)
		m.likes /= 60
		m.caption = captions[n%len(captions)]
		if n > len(captions) {
			m.caption = fmt.Sprintf("Cup no. %d of the season. %s", n, m.caption)
		}
		p.media(m)
		if m.mediaType == carousel {
			p.album(m)
		}
		p.comments(m, p.between(0, 2))
		created = created.Add(time.Duration(p.between(180, 390)) * time.Hour)
	}
}
