package form

import (
	"net/http"
	"strings"
	"testing"
)

func TestNegotiate_picksTheTypeThatTheClientLikesBest(t *testing.T) {
	t.Parallel()
	const legacy, modern, none = LegacyJSON, GraphQLJSON, Media("")
	for accept, want := range map[string]Media{
		"":                                  legacy,
		"*/*":                               legacy,
		"application/*":                     legacy,
		"application/json":                  legacy,
		"application/graphql-response+json": modern,
		"application/graphql-response+json;q=0.5":                                           modern,
		"application/graphql-response+json;q=0.5, application/json;q=0.5":                   modern,
		"application/graphql-response+json;q=0.5, application/json;q=0.6":                   legacy,
		"application/graphql-response+json, */*;q=0.9":                                      modern,
		"*/*, application/graphql-response+json":                                            modern,
		"*/*, application/graphql-response+json;q=0.9":                                      legacy,
		"*/*;q=0.5, application/json;q=0.4":                                                 modern,
		"application/*;q=0.5, */*":                                                          legacy,
		"*/*, application/*;q=0":                                                            none,
		"application/json;q=0, application/graphql-response+json;q=0":                       none,
		"application/json;q=0.1, application/json, application/graphql-response+json;q=0.5": modern, // the first of two that are the same
		"application/json;q=0.001":                                                          legacy,
		"application/json;q=1.0":                                                            legacy,
		"application/json;q=0":                                                              none,
		"application/json;q=1.1":                                                            none,
		"application/json;q=-0.1":                                                           none,
		"application/json;q=NaN":                                                            none,
		"application/json;q=x":                                                              none,
		"application/json;charset=UTF-8":                                                    legacy,
		"application/json;charset=utf-16":                                                   none,
		"application/json;q":                                                                none,
		"text/html":                                                                         none,
		"text/html, application/json;q=0.1":                                                 legacy,
		strings.Repeat("a/b,", 31) + "application/json":                                     legacy,
		strings.Repeat("a/b,", 32) + "application/json":                                     none, // too long a list is not read to its end
	} {
		media, acceptable := NegotiateMedia(http.Header{"Accept": {accept}})
		if want == none {
			if acceptable || media != LegacyJSON {
				t.Errorf("%q: %s, %v, want nothing", accept, media, acceptable)
			}
			continue
		}
		if media != want || !acceptable {
			t.Errorf("%q: %s, %v, want %s", accept, media, acceptable, want)
		}
	}
}

func TestIsJSON_takesJSONInUTF8Only(t *testing.T) {
	t.Parallel()
	for contentType, want := range map[string]bool{
		"application/json":                   true,
		"Application/JSON; charset=UTF-8":    true,
		"application/json; charset=latin1":   false,
		"application/json; charset":          false,
		"application/graphql":                false,
		"application/graphql; charset=utf-8": false,
		"":                                   false,
	} {
		if got := IsJSON(contentType); got != want {
			t.Errorf("%q: %v", contentType, got)
		}
	}
}

func FuzzNegotiate_weighsListsAndRepeatedHeadersAlike(f *testing.F) {
	for _, seed := range []string{
		"", "*/*", "application/json;q=0.1,application/*", "application/graphql-response+json;charset=utf-8",
		"text/html, ;q=, application/json;q=2", `application/json;x="a\"b"`, ",,,",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		media, acceptable := NegotiateMedia(http.Header{"Accept": {accept}})
		again, acceptableAgain := NegotiateMedia(http.Header{"Accept": strings.Split(accept, ",")})
		if media != again || acceptable != acceptableAgain {
			t.Errorf("%q: %s, %v as one header, %s, %v as several", accept, media, acceptable, again, acceptableAgain)
		}
		if media == GraphQLJSON && !acceptable {
			t.Errorf("%q: %s is picked and not acceptable", accept, media)
		}
	})
}
