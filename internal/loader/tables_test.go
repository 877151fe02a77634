package loader_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/loadertest"
)

func TestLoader_followsUpOnWhatCallsLeftOut(t *testing.T) { loadertest.RunTable(t, "follow_ups.yml") }

func TestLoader_goesTheWaysToNodes(t *testing.T) { loadertest.RunTable(t, "paths.yml") }

func TestLoader_readsTheTokensAccounts(t *testing.T) { loadertest.RunTable(t, "accounts.yml") }

func TestLoader_searchesTheEdgesOnTheWay(t *testing.T) { loadertest.RunTable(t, "searches.yml") }
