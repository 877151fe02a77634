package answer_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/loadertest"
)

func TestMain(m *testing.M) { loadertest.Main(m) }

func TestAnswer_tellsWhatIsKeptOddOrRefused(t *testing.T) { loadertest.RunTable(t, "answers.yml") }
