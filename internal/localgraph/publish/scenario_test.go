package publish_test

import (
	"testing"

	"github.com/gramql/gramql/internal/localgraph/scenario"
)

func TestPublisher_doesAsEachScenarioSays(t *testing.T) {
	t.Parallel()
	scenario.Run(t, "testdata/*.yml")
}
