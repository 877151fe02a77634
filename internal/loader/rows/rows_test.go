package rows_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/loadertest"
)

func TestRows_cutOffMediaThatAreTooOld(t *testing.T) { loadertest.RunTable(t, "cutoff.yml") }

func TestRows_huntEdgesThatOneNodeIsRefused(t *testing.T) { loadertest.RunTable(t, "hunt.yml") }

func TestRows_tellFieldsApart(t *testing.T) { loadertest.RunTable(t, "fields.yml") }

func TestRows_takeTheEndsAsSamples(t *testing.T) { loadertest.RunTable(t, "samples.yml") }

func TestRows_tellApartByPlaceThoseThatHaveNoIDToAskBy(t *testing.T) {
	loadertest.RunTable(t, "placed.yml")
}

func TestRows_readAroundANodeThatNoPageMayHold(t *testing.T) { loadertest.RunTable(t, "around.yml") }
