package publication

import "math"

// The shares of the whole work: each container is made and then ready, and the post is
// published in the end.
const (
	shareMade  = 1
	shareReady = 2
	sharePost  = 2
)

// Measure sets how far the publication is. The measure never falls, whatever has to be
// done again.
func (p *Publication) Measure() {
	if p.State == Published {
		p.Progress = 1
		return
	}
	n := len(p.Containers)
	if n == 0 {
		return
	}
	done, whole := 0, n*(shareMade+shareReady)+sharePost
	for _, c := range p.Containers {
		if c.ID != "" {
			done += shareMade
		}
		if c.Status == statusFinished {
			done += shareReady
		}
	}
	if p.State == Publishing {
		done += sharePost / 2
	}
	p.Progress = max(p.Progress, math.Round(100*float64(done)/float64(whole))/100)
}
