package localgraph_test

import (
	"testing"

	"github.com/gramql/gramql/internal/localgraph/scenario"
)

func TestBatches_doAsEachScenarioSays(t *testing.T) {
	t.Parallel()
	scenario.Run(t, "testdata/batches.yml")
}
