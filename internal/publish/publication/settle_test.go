package publication

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/content"
)

func TestSettled_takesForItsOwnOnlyWhatFits(t *testing.T) {
	t.Parallel()
	at := func(d time.Duration, m Media) Media { m.Time = epoch.Add(d); return m }
	image := Media{ID: "9", Caption: "A dinosaur", Type: typeImage}
	album := Media{ID: "9", Caption: "A dinosaur", Type: typeCarousel, Children: 2}
	rival := func(id string, posting time.Duration, kind string) *Publication {
		r := &Publication{ID: id, Content: contentOf(t, kind)}
		if posting >= 0 {
			r.Posting = epoch.Add(posting)
		}
		return r
	}
	other := rival("8", 0, "image")
	caption := "Another"
	other.Content.Image = &content.Image{Caption: &caption}
	for name, c := range map[string]struct {
		kind   string
		newest []Media
		rivals []*Publication
		// posting is when it was about to be published.
		posting time.Duration
		want    string
	}{
		"its own":                               {kind: "image", newest: []Media{at(0, image)}, want: "9"},
		"one whose type is not told":            {kind: "image", newest: []Media{at(0, Media{ID: "9", Caption: "A dinosaur"})}, want: "9"},
		"one of another type":                   {kind: "image", newest: []Media{at(0, album)}},
		"one with another caption":              {kind: "image", newest: []Media{at(0, Media{ID: "9", Caption: "A bird", Type: typeImage})}},
		"one that was there before":             {kind: "image", newest: []Media{at(0, Media{ID: "1", Caption: "A dinosaur", Type: typeImage})}},
		"one that is too old":                   {kind: "image", newest: []Media{at(-skew-1, image)}},
		"one as old as clocks differ":           {kind: "image", newest: []Media{at(-skew, image)}, want: "9"},
		"an album":                              {kind: "carousel", newest: []Media{at(0, album)}, want: "9"},
		"an album of more":                      {kind: "carousel", newest: []Media{at(0, Media{ID: "9", Caption: "A dinosaur", Type: typeCarousel, Children: 3})}},
		"an image for an album":                 {kind: "carousel", newest: []Media{at(0, image)}},
		"the older of two":                      {kind: "image", newest: []Media{at(2, Media{ID: "10", Caption: "A dinosaur"}), at(1, image)}, want: "9"},
		"one of two, after a rival":             {kind: "image", newest: []Media{at(2, Media{ID: "10", Caption: "A dinosaur"}), at(1, image)}, rivals: []*Publication{rival("8", 0, "image")}, posting: time.Millisecond, want: "10"},
		"one of two, before a rival":            {kind: "image", newest: []Media{at(2, Media{ID: "10", Caption: "A dinosaur"}), at(1, image)}, rivals: []*Publication{rival("8", time.Second, "image")}, want: "9"},
		"the only one, beside a rival":          {kind: "image", newest: []Media{at(0, image)}, rivals: []*Publication{rival("8", time.Second, "image")}},
		"the only one, beside itself":           {kind: "image", newest: []Media{at(0, image)}, rivals: []*Publication{rival("7", time.Second, "image")}, want: "9"},
		"the only one, beside one of two":       {kind: "image", newest: []Media{at(0, image)}, rivals: []*Publication{rival("8", 0, "carousel")}, want: "9"},
		"the only one, beside another":          {kind: "image", newest: []Media{at(0, image)}, rivals: []*Publication{other}, want: "9"},
		"the only one, beside one not on a way": {kind: "image", newest: []Media{at(0, image)}, rivals: []*Publication{rival("8", -1, "image")}, want: "9"},
	} {
		p := &Publication{ID: "7", State: Publishing, Content: contentOf(t, c.kind), Work: Work{Posting: epoch.Add(c.posting), Before: []string{"1"}}}
		p.begin()
		p.Settled(Seen{Status: Status{Code: statusPublished}, Newest: c.newest, Rivals: c.rivals}, nil, epoch)
		if p.MediaID != c.want || (p.State == Published) != (c.want != "") {
			t.Errorf("%s: %s with %q, want %q", name, p.State, p.MediaID, c.want)
		}
	}
}

// Of those that were about to be published at the same moment, the older one is the first.
func TestSettled_tellsThoseOfOneMomentByTheirAge(t *testing.T) {
	t.Parallel()
	newest := []Media{{ID: "10", Caption: "A dinosaur", Time: epoch}, {ID: "9", Caption: "A dinosaur", Time: epoch}}
	for own, c := range map[string]struct{ rival, want string }{"7": {"8", "9"}, "8": {"7", "10"}} {
		p := &Publication{ID: own, State: Publishing, Content: contentOf(t, "image"), Work: Work{Posting: epoch}}
		r := &Publication{ID: c.rival, Content: contentOf(t, "image"), Work: Work{Posting: epoch}}
		p.begin()
		p.Settled(Seen{Status: Status{Code: statusPublished}, Newest: newest, Rivals: []*Publication{r}}, nil, epoch)
		if p.MediaID != c.want {
			t.Errorf("%s is %q, want %q", own, p.MediaID, c.want)
		}
	}
}
