package arguments_test

import (
	"testing"

	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/arguments"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
)

func TestWrite_isTheTextOfAParameter(t *testing.T) {
	media := plantest.Mapping(t).Type("Media")
	kinds := &mapping.Values{
		Retired: map[string]string{"OLD": "Use NEW.", "AGED": "Use NEW."},
		Metrics: map[string]mapping.Metric{"NEW": {}, "AGED": {Until: 21}},
	}
	for name, c := range map[string]struct {
		param mapping.Param
		value any
		want  string
		err   string
	}{
		"a text":                          {mapping.Param{}, "coke", "coke", ""},
		"several texts":                   {mapping.Param{}, []any{"a", "b"}, "a,b", ""},
		"several, one of them empty":      {mapping.Param{Argument: "q"}, []any{"a", ""}, "", "q: empty, or with a character that cannot be in a Graph API parameter"},
		"an empty text":                   {mapping.Param{Argument: "q"}, "", "", "q: empty, or with a character that cannot be in a Graph API parameter"},
		"a text that ends a parameter":    {mapping.Param{Argument: "q"}, "a)", "", "q: empty, or with a character that cannot be in a Graph API parameter"},
		"a number":                        {mapping.Param{}, 7, "7", ""},
		"an enum's value":                 {mapping.Param{Type: mapping.Enum}, "TOP_MEDIA", "top_media", ""},
		"an enum's value that is current": {mapping.Param{Type: mapping.Enum, Values: kinds}, "NEW", "new", ""},
		"an enum's value that is retired": {mapping.Param{Argument: "kind", Type: mapping.Enum, Values: kinds}, "OLD", "", "kind: OLD has been retired"},
		"a metric that is retired, which older versions have": {mapping.Param{Type: mapping.Enum, Values: kinds}, "AGED", "aged", ""},
		"a time":                       {mapping.Param{Type: mapping.Time}, "2024-01-01T00:00:00Z", "1704067200", ""},
		"a time that is none":          {mapping.Param{Type: mapping.Time}, "yesterday", "", "not a point in time such as 2017-08-31T18:10:00Z"},
		"the name of an account":       {mapping.Param{Type: mapping.Handle}, "Acme.Inc_1", "Acme.Inc_1", ""},
		"the name of no account":       {mapping.Param{Argument: "username", Type: mapping.Handle}, "acme inc", "", "username: not the name of an account"},
		"a Graph API id":               {mapping.Param{Type: mapping.ID}, "17", "17", ""},
		"a Graph API id of a node":     {mapping.Param{Type: mapping.ID, Of: media}, "17", "17", ""},
		"a global id":                  {mapping.Param{Type: mapping.ID, Of: media}, globalid.New("Media", "17"), "17", ""},
		"a global id of another type":  {mapping.Param{Argument: "media", Type: mapping.ID, Of: media}, globalid.New("Comment", "17"), "", "media: the id of a Comment, not of a Media"},
		"a global id where is no node": {mapping.Param{Argument: "app", Type: mapping.ID}, globalid.New("Media", "17"), "", "app: the id of a Media"},
		"what is no id":                {mapping.Param{Argument: "media", Type: mapping.ID, Of: media}, "x", "", "media: neither a global id nor a Graph API id"},
	} {
		got, err := arguments.Write(c.param, c.value)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
			t.Errorf("%s: %q, %v; want %q, %s", name, got, err, c.want, c.err)
		}
	}
}

func TestReadOne_refusesWhatIsNoPlaceOrTime(t *testing.T) {
	n := &expansion.Expansion{Type: user(t)}
	for argument, value := range map[string]any{"first": "many", "last": "many", "after": []any{}, "before": []any{}, "since": "yesterday", "until": "yesterday"} {
		if args, err := arguments.ReadOne(n, n.Type.Fields["media"], map[string]any{argument: value}); err == nil {
			t.Errorf("%s: %v is read as %+v", argument, value, args)
		}
	}
}
