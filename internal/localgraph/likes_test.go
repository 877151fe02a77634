package localgraph_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/world"
)

func TestLikes_lockOutWhoLikesTooFast(t *testing.T) {
	t.Parallel()
	s, clock := writable(t)
	locked := func() bool {
		t.Helper()
		_, body := send(t, s, http.MethodPost, fmt.Sprintf("/%d/likes", world.Metricsaurus), "EAAdemometricsaurus", "media_id", "1")
		answer, _ := body.(map[string]any)
		refusal, _ := answer["error"].(map[string]any)
		return fmt.Sprint(refusal["code"]) == "368"
	}
	for _, step := range []struct {
		later time.Duration
		calls int
		want  bool // of the last call
	}{
		{0, 50, false}, {5 * time.Second, 50, false}, {5*time.Second - 1, 1, true}, {time.Hour - 1, 1, true}, {1, 50, false}, {0, 1, true},
	} {
		clock.now = clock.now.Add(step.later)
		for i := range step.calls {
			if got := locked(); got != (step.want && i == step.calls-1) {
				t.Fatalf("after %v, at call %d, locked out: %t", step.later, i+1, got)
			}
		}
	}
	if err := s.Reset(t.Context()); err != nil || locked() {
		t.Error("locked out after a reset", err)
	}
}
