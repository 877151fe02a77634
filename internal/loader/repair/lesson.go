package repair

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// lessons are what the isolations of an operation have found out. Calls that want the
// same of the same type of node, and are refused in the same words, learn from the
// first of them.
type lessons struct{ all sync.Map }

// lesson is what was left out of a refused call to have it answered.
type lesson struct {
	mu       sync.Mutex
	verdicts []refusals.Verdict
	// vain reports that an isolation has found out nothing that others could use.
	vain bool
}

// of returns the lesson about the refusal of what is wanted of a node.
func (s *lessons) of(n *expansion.Expansion, refusal *graphapi.Error) *lesson {
	key := [...]string{n.Type.Name, n.String(), wordsOf(refusal)}
	found, _ := s.all.LoadOrStore(key, &lesson{})
	return found.(*lesson)
}

// wordsOf returns the codes and the words of an error. Numbers in the words, such as ids, make
// no difference.
func wordsOf(refusal *graphapi.Error) string {
	return strconv.Itoa(refusal.Code) + "/" + strconv.Itoa(refusal.Subcode) + " " + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return -1
		}
		return r
	}, refusal.Message)
}

// teach adds what an isolation has left out.
func (s *lesson) teach(made []trial) {
	s.vain = len(made) == 0
	for _, t := range made {
		if len(t.parts) > 0 {
			s.verdicts = append(s.verdicts, t.verdict())
		}
	}
}

// apply returns a node without what the lesson says, refused with the node's own error;
// false when the lesson says nothing about the node.
func (s *lesson) apply(n *expansion.Expansion, err error) (*expansion.Expansion, bool) {
	kept := n
	for _, v := range s.verdicts {
		refused := err
		if errors.Is(v.Err, ErrLeftOut) {
			refused = ErrLeftOut
		}
		kept = kept.Without(v.Among(kept.Parts()), refused, v.Deferred).ToldBySpare()
	}
	return kept, len(s.verdicts) > 0 && !kept.Empty()
}

// Learn is Isolate for one of many calls that may be refused for the same reason:
// one of them finds the reason, while the others wait, and then ask without.
func Learn[T any](s *Session, of string, n *expansion.Expansion, found T, err error, call func(*expansion.Expansion) (T, error)) (T, error) {
	refusal, ok := suspect.Separable(n, err)
	if !ok {
		return found, err
	}
	known := s.lessons.of(n, refusal)
	known.mu.Lock()
	rest, ok := known.apply(n, err)
	if !ok && !known.vain {
		defer known.mu.Unlock()
		answer, made, err := isolate(s, of, n, found, err, call)
		known.teach(made)
		return answer, err
	}
	known.mu.Unlock()
	if !ok {
		return Isolate(s, of, n, found, err, call)
	}
	s.RepairAnyway()
	if answer, refused := call(rest); refused == nil {
		s.RememberTaught(of, n, err)
		return answer, nil
	}
	return Isolate(s, of, n, found, err, call)
}

// Taught returns a node without what the isolation of another one has found out about
// its error.
func (s *Session) Taught(n *expansion.Expansion, err error) *expansion.Expansion {
	if refusal, ok := suspect.Separable(n, err); ok {
		known := s.lessons.of(n, refusal)
		known.mu.Lock()
		defer known.mu.Unlock()
		if rest, ok := known.apply(n, err); ok {
			return rest
		}
	}
	return n
}

// RememberTaught keeps that a node was answered without what the isolation of another one
// has found out about its error.
func (s *Session) RememberTaught(of string, n *expansion.Expansion, err error) {
	refusal, ok := suspect.Separable(n, err)
	if !ok {
		return
	}
	known := s.lessons.of(n, refusal)
	known.mu.Lock()
	defer known.mu.Unlock()
	for _, v := range known.verdicts {
		s.remember(of, trial{refused: n, err: err, parts: v.Among(n.Parts()), deferred: v.Deferred, unsure: errors.Is(v.Err, ErrLeftOut)})
	}
}
