package nodes_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/loadertest"
)

func TestMain(m *testing.M) { loadertest.Main(m) }

func TestLookups_byIDs(t *testing.T) { loadertest.RunTable(t, "ids.yml") }

func TestLookups_byBatch(t *testing.T) { loadertest.RunTable(t, "batch.yml") }

func TestLookups_oneByOne(t *testing.T) { loadertest.RunTable(t, "single.yml") }

func TestOpening_makesFirstCallsTogether(t *testing.T) { loadertest.RunTable(t, "opening.yml") }
