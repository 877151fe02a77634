package reads_test

import (
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

func TestOperation_isAnsweredAsItsCaseSays(t *testing.T) {
	t.Parallel()
	for _, c := range apptest.Cases(t, "testdata/operations") {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			c.Run(t)
		})
	}
}
