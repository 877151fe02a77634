package viewer

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
)

func hasher(t *testing.T, app, server, secret string) *Hasher {
	t.Helper()
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	return NewHasher(app, address, []byte(secret))
}

func TestID_isReadBackFromItsText(t *testing.T) {
	id := hasher(t, "1", "https://a", "secret").ID("token")
	text, err := json.Marshal(map[string]ID{"id": id})
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]ID
	if err := json.Unmarshal(text, &back); err != nil || back["id"] != id || id == (ID{}) {
		t.Errorf("%s is read as %v, %v", text, back, err)
	}
	for _, wrong := range []string{"", "00", "0000000000000000000000000000000", "000000000000000000000000000000000", "0000000000000000000000000000000x"} {
		if err := new(ID).UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is taken for an id", wrong)
		}
	}
}

func TestHasher_makesEqualIDsOfEqualTokensAppsServersAndSecretsOnly(t *testing.T) {
	of := func(app, server, secret, token string) ID { return hasher(t, app, server, secret).ID(token) }
	id := of("1", "https://a", "secret", "token")
	for range 3 {
		if again := of("1", "https://a/path", "secret", "token"); again != id {
			t.Error("an equal hasher makes another id")
		}
	}
	for name, other := range map[string]ID{
		"token":                      of("1", "https://a", "secret", "other"),
		"app":                        of("2", "https://a", "secret", "token"),
		"server":                     of("1", "https://b", "secret", "token"),
		"scheme":                     of("1", "http://a", "secret", "token"),
		"port":                       of("1", "https://a:8080", "secret", "token"),
		"secret":                     of("1", "https://a", "other", "token"),
		"secret, which is random":    of("1", "https://a", "", "token"),
		"end of the token and app":   of("k1", "https://a", "secret", "to"),
		"secret, which is another's": of("1", "https://a", "", "token"),
	} {
		if other == id {
			t.Errorf("another %s makes the same id", name)
		}
	}
	if one, other := of("1", "https://a", "", "token"), of("1", "https://a", "", "token"); one == other {
		t.Error("two secrets that are random are equal")
	}
}

func TestHasher_makesEqualSumsOfEqualTextsOnly(t *testing.T) {
	h := hasher(t, "1", "https://a", "secret")
	sum := h.Sum("a", "b")
	for range 3 {
		if h.Sum("a", "b") != sum {
			t.Error("equal texts have different sums")
		}
	}
	for _, texts := range [][]string{{"ab"}, {"a", "c"}, {"a"}, {"b", "a"}, {"a", "b", ""}, {"", "a", "b"}} {
		if h.Sum(texts...) == sum {
			t.Errorf("%q have the sum of others", texts)
		}
	}
}

func TestHasher_givesAViewerIDTokenAndDialect(t *testing.T) {
	h, d := hasher(t, "1", "https://a", "secret"), dialect.Of(dialect.Facebook)
	if got, want := h.Viewer("token", d), (Viewer{ID: h.ID("token"), Token: "token", Dialect: d}); got != want {
		t.Errorf("the viewer is %#v", got)
	}
}
