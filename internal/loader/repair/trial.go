package repair

import (
	"errors"
	"slices"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// trial is an attempt to call again.
type trial struct {
	// refused is the node that was refused with err, and node what to call for
	// instead.
	refused, node *expansion.Expansion
	err           error
	// parts are what the trial leaves out.
	parts []expansion.Part
	// deferred reports that the parts are left to calls of their own.
	deferred bool
	// named reports that the error names the parts; unsure that some of them are
	// innocent.
	named, unsure bool
	// recalled reports that the call was refused for the parts before.
	recalled bool
	// doubtful reports that the error may be about some of the parts only, or about
	// something below them.
	doubtful bool
}

// trials returns what to call for instead after an error that points at something, in
// order.
func (s *Session) trials(n *expansion.Expansion, refusal *graphapi.Error) []trial {
	var trials []trial
	for _, p := range suspect.Of(s.dialect, n, refusal, s.Repairs()) {
		t := trial{refused: n, err: refusal, parts: p.Parts, deferred: p.Deferred, named: p.Named}
		if t.wide() {
			t.doubtful, t.err = true, leftOut()
		}
		t.node = n.Without(p.Parts, t.err, p.Deferred)
		if p.Named {
			t.node = t.node.ToldBySpare()
		}
		if !t.node.Empty() {
			trials = append(trials, t)
		}
	}
	return trials
}

// within reports whether a trial leaves out nothing that another one does not.
func (t trial) within(other trial) bool {
	return len(t.parts) > 0 && !slices.ContainsFunc(t.parts, func(p expansion.Part) bool { return !slices.ContainsFunc(other.parts, p.Is) })
}

// wide reports whether a trial leaves out nodes because of an error's code alone, so that
// the error may as well be about something that is asked of them, or several parts, of which
// some may be innocent. What one permission is missing for is refused as a whole.
func (t trial) wide() bool {
	if t.named || t.deferred {
		return false
	}
	if refusal, ok := errors.AsType[*graphapi.Error](t.err); ok && len(t.parts) > 1 && refusal.Kind() != graphapi.Forbidden {
		return true
	}
	return slices.ContainsFunc(t.parts, func(outer expansion.Part) bool {
		return outer.Metric == "" && slices.ContainsFunc(t.refused.Parts(), func(p expansion.Part) bool {
			return outer.LeadsTo(p.Of) && p.Of.Type.Identified()
		})
	})
}

// guessed reports whether a trial leaves out what an error without words is mostly about,
// beside a look-up that the error may be about as well: that the call was answered without
// shows nothing if the error has passed meanwhile.
func (t trial) guessed() bool {
	refusal, ok := errors.AsType[*graphapi.Error](t.err)
	return ok && refusal.BadParameter() && len(refusal.Named()) == 0 && !t.deferred && !slices.ContainsFunc(t.parts, expansion.Part.Finds) &&
		slices.ContainsFunc(t.refused.Parts(), expansion.Part.Finds)
}

// onOnePage reports whether a part is a field of the nodes on one page that have ids of their own:
// each of them is asked for the field by itself anyway.
func (t trial) onOnePage(p expansion.Part) bool {
	deeper := func(outer expansion.Part) bool { return outer.OfMany() && outer.LeadsTo(p.Of) }
	return p.OfMany() && p.Field() && !p.Of.Through && !slices.ContainsFunc(t.refused.Parts(), deeper)
}
