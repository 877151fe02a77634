package viewer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
)

func TestFromContext_findsTheViewerThatWasPutIn(t *testing.T) {
	if _, ok := FromContext(t.Context()); ok {
		t.Error("an empty context has a viewer")
	}
	want := Viewer{Token: "EAAsecret", Dialect: dialect.Of(dialect.Facebook)}
	if got, ok := FromContext(NewContext(t.Context(), want)); !ok || got != want {
		t.Errorf("FromContext = %v, %v", got, ok)
	}
}

func TestViewer_neverPrintsItsToken(t *testing.T) {
	v := Viewer{Token: "EAAsecret", Dialect: dialect.Of(dialect.Facebook)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, v); strings.Contains(text, "secret") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

func TestViewer_isCalledByItsLogin(t *testing.T) {
	for want, v := range map[string]Viewer{
		"viewer":                                {Token: "EAAsecret"},
		"viewer by " + dialect.Facebook.Title(): {Token: "EAAsecret", Dialect: dialect.Of(dialect.Facebook)},
	} {
		if got := fmt.Sprint(v); got != want {
			t.Errorf("it is called %q, not %q", got, want)
		}
	}
}
