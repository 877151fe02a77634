package lookup_test

import (
	"testing"

	"github.com/gramql/gramql/internal/plan/plantest"
)

// How look-ups share calls is seen in the calls of a plan.
func TestGroups_asTheTablesSay(t *testing.T) {
	plantest.RunTables(t, "../testdata/compile")
}
