package caption_test

import (
	"reflect"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/caption"
)

func TestCaption_namesHashtagsAndPeople(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text              string
		hashtags, mention []string
	}{
		{"", nil, nil},
		{"nothing # and @ here", nil, nil},
		{"#One #two#three #4 #5ive", []string{"one", "two", "three", "5ive"}, nil},
		{"#été, #été.", []string{"été", "été"}, nil},
		{"with @jay.posiris and (@Dino_data)", nil, []string{"jay.posiris", "Dino_data"}},
		{"@first mail@example.com @@twice", nil, []string{"first"}},
	} {
		if got := caption.Hashtags(test.text); !reflect.DeepEqual(got, test.hashtags) {
			t.Errorf("%q: hashtags %q", test.text, got)
		}
		if got := caption.Mentions(test.text); !reflect.DeepEqual(got, test.mention) {
			t.Errorf("%q: mentions %q", test.text, got)
		}
	}
}
