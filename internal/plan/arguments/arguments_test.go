package arguments_test

import (
	"testing"

	"github.com/gramql/gramql/internal/plan/plantest"
)

// What is read from arguments is seen in the calls that a plan makes of them.
func TestRead_asTheTablesSay(t *testing.T) {
	plantest.RunTables(t, "../testdata/compile")
}
