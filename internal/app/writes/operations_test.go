package writes_test

import (
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

func TestMutation_writesAndIsAnsweredAsItsStorySays(t *testing.T) {
	t.Parallel()
	for _, s := range apptest.Stories(t, "testdata/operations") {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			s.Run(t)
		})
	}
}
