package mapping_test

import (
	"testing"

	"github.com/gramql/gramql/internal/dialect"
)

func TestTelltale_isAFieldThatNoOtherTypeHas(t *testing.T) {
	m := ours(t)
	for _, c := range []struct {
		name     string
		login    dialect.Login
		selected []string
		want     string
	}{
		{"Media", dialect.Instagram, nil, "media_type"},
		{"Media", dialect.Instagram, []string{"username", "caption"}, "caption"},
		{"Media", dialect.Facebook, []string{"username", "caption"}, "media_product_type"}, // scheduled media have captions too
		{"User", dialect.BasicDisplay, []string{"username"}, "account_type"},
		{"User", dialect.Facebook, []string{"username", "followers_count", "website"}, "follows_count"}, // Pages have these
		{"Comment", dialect.Facebook, []string{"from"}, "hidden"},
		{"Page", dialect.Facebook, nil, "category"},
	} {
		got, spare := m.Type(c.name).Telltale(c.login, c.selected)
		if got != c.want {
			t.Errorf("%s with %s, where %v is selected: %q, want %q", c.name, c.login, c.selected, got, c.want)
		}
		const alone = "account_type" // nothing else tells an account of Basic Display
		if spare == got || (spare == "") != (got == alone) {
			t.Errorf("%s with %s: %q is spare beside %q", c.name, c.login, spare, got)
		}
	}
}

func TestTelltaleEdges_areThereWhereNoFieldTells(t *testing.T) {
	m := ours(t)
	for _, c := range m.Types() {
		edges := c.TelltaleEdges(dialect.Facebook)
		if (len(edges) > 0) != (c.Name == "Hashtag") {
			t.Errorf("%s has %d", c.Name, len(edges))
		}
	}
}
