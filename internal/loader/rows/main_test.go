package rows_test

import (
	"testing"

	"github.com/gramql/gramql/internal/loader/loadertest"
)

func TestMain(m *testing.M) { loadertest.Main(m) }
