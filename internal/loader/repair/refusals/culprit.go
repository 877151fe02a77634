package refusals

import "github.com/gramql/gramql/internal/plan/expansion"

// Culprit is a part, or one of its metrics, found again in any plan by its place and
// key.
type Culprit struct{ place, key, metric string }

// CulpritOf returns a part as a culprit.
func CulpritOf(p expansion.Part) Culprit { return Culprit{p.Place, p.Key, p.Metric} }

// Among returns the culprits among the parts of a node.
func (v Verdict) Among(all []expansion.Part) []expansion.Part {
	var found []expansion.Part
	for _, p := range all {
		for _, c := range v.Culprits {
			if c.place == p.Place && c.key == p.Key {
				p.Metric = c.metric
				found = append(found, p)
			}
		}
	}
	return found
}
