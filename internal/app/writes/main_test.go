package writes_test

import (
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

func TestMain(m *testing.M) { apptest.Main(m) }
