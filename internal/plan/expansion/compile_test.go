package expansion_test

import (
	"testing"

	"github.com/gramql/gramql/internal/plan/plantest"
)

// What expansions are built of, and which call asks for which page, is seen in the calls
// of a plan.
func TestExpansion_asTheTablesSay(t *testing.T) {
	plantest.RunTables(t, "../testdata/compile")
}
