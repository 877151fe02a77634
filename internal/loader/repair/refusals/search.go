package refusals

import (
	"errors"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// CulpritsOf returns the parts that this very call was refused for before, in the same
// words, where other calls for some of its nodes may not be.
func (k *Known) CulpritsOf(of string, n *expansion.Expansion, refused *graphapi.Error) []expansion.Part {
	if v, ok := k.Recall(OfCall(of, n)); ok && graphapi.Alike(v.Err, refused) {
		return v.Among(n.Parts())
	}
	return nil
}

// FoundInVain returns the error that an isolation is known to end with, since it began with
// the same call and the same refusal before, or the node alone was refused in the same words;
// nil when that is not known.
func (k *Known) FoundInVain(of string, n *expansion.Expansion, err error) error {
	refusal, refused := errors.AsType[*graphapi.Error](err)
	for _, asked := range []*expansion.Expansion{n, suspect.IDAlone(n, err)} {
		if v, ok := k.Recall(InVain(of, asked)); ok && refused && graphapi.Alike(v.Began, refusal) {
			return v.Err
		}
	}
	return nil
}

// RememberInVain keeps that all is refused of a call, whatever is left out of it.
func (k *Known) RememberInVain(of string, n *expansion.Expansion, began, ended error) {
	if _, refused := suspect.Separable(n, began); refused && !graphapi.Retryable(began) {
		k.Keep(InVain(of, n), Verdict{Err: ended, Began: began})
	}
}
