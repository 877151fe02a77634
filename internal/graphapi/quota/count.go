package quota

import (
	"maps"
	"time"
)

// calls counts the calls of the last hour and of the last day.
type calls struct{ hour, day window }

func (c *calls) add(at time.Time, n int) {
	c.hour.add(at, time.Hour, n)
	c.day.add(at, 24*time.Hour, n)
}

// window counts in a stretch of time, which is cut into parts. What is older than
// the stretch is forgotten part by part.
type window struct {
	parts [60]int
	last  int64 // the number of the latest part
}

func (w *window) part(at time.Time, stretch time.Duration) int64 {
	return at.UnixNano() / (int64(stretch) / int64(len(w.parts)))
}

// add counts what happened at a time, which may be a little while ago.
func (w *window) add(at time.Time, stretch time.Duration, n int) {
	part, size := w.part(at, stretch), int64(len(w.parts))
	for passed := max(w.last+1, part-size+1); passed <= part; passed++ {
		w.parts[passed%size] = 0
	}
	w.last = max(w.last, part)
	if part > w.last-size {
		w.parts[part%size] += n
	}
}

// sum returns how much there was in the stretch until now.
func (w *window) sum(now time.Time, stretch time.Duration) (sum int) {
	w.add(now, stretch, 0)
	for _, n := range w.parts {
		sum += n
	}
	return sum
}

const (
	// MaxHashtags is how many different hashtags an account may look for within
	// hashtagWeek.
	//
	// Source: Meta, IG Hashtag Search.
	MaxHashtags = 30
	hashtagWeek = 7 * 24 * time.Hour
)

// hashtags are the hashtags that were looked for: by the hash of each name, when the name
// was looked for first. Looking for a name again does not count.
type hashtags map[uint64]time.Time

func (h *hashtags) add(at time.Time, name uint64) {
	if name == 0 {
		return
	}
	h.forget(at)
	if *h == nil {
		*h = hashtags{}
	}
	if _, known := (*h)[name]; !known && len(*h) < 2*MaxHashtags {
		(*h)[name] = at
	}
}

// forget leaves out the hashtags whose week is over.
func (h *hashtags) forget(now time.Time) {
	maps.DeleteFunc(*h, func(_ uint64, first time.Time) bool { return now.Sub(first) >= hashtagWeek })
}
