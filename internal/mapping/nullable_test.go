package mapping_test

import (
	"testing"

	"github.com/gramql/gramql/internal/mapping"
)

func TestNullWithErrorOnly_isWhatNoNodeLacksAndNoPermissionHides(t *testing.T) {
	t.Parallel()
	_, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		typeName, field string
		want            bool
	}{
		{"Mutation", "createComment", true},
		{"Media", "mediaType", true},
		{"Media", "isReel", true}, // of what no media lacks
		{"Media", "caption", false},
		{"Media", "comments", false},
		{"User", "username", true},
		{"User", "mediaCount", false}, // of a permission
		{"Query", "me", false},
		{"CreateCommentPayload", "comment", false},
		{"Nothing", "at", false},
		{"Media", "nothing", false},
	} {
		if got := m.NullWithErrorOnly(c.typeName, c.field); got != c.want {
			t.Errorf("%s.%s: %t", c.typeName, c.field, got)
		}
	}
}
