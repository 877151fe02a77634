package paging_test

import (
	"testing"
	"time"

	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/paging"
)

const at = "https://graph.facebook.com/v27.0/17/media?access_token=EAAsecret&pretty=0&fields=id%2Ccaption&limit=25"

func TestPositionOf_isWhereTheLinkLeads(t *testing.T) {
	for name, c := range map[string]struct{ link, leads string }{
		"to the link's cursor":          {at + "&after=QVFI", "media.after(QVFI)"},
		"to an escaped cursor":          {at + "&after=QVFI%3D%3D", "media.after(QVFI==)"},
		"to an offset":                  {at + "&offset=25", "media.offset(25)"},
		"to an offset from a cursor":    {at + "&after=QVFI&offset=25", "media.after(QVFI).offset(25)"},
		"nowhere from an unsafe cursor": {at + "&after=%29&offset=25", "media"},
		"to an id":                      {at + "&__after_id=17_1", "media.__after_id(17_1)"},
		"to a time":                     {at + "&until=1700000000&__paging_token=enc_Ad", "media.__paging_token(enc_Ad).until(1700000000)"},
		"back in time": {at + "&since=1700000000&__previous=1&__paging_token=x",
			"media.__paging_token(x).__previous(1).since(1700000000)"},
		"to the cursor, with the time that bounds it": {at + "&since=1&until=2&after=QVFI", "media.after(QVFI)"},
		"nowhere that is known":                       {at + "&page=2", "media"},
		"nowhere with what it could smuggle":          {at + "&offset=" + "1%29%7Baccess_token", "media"},
		"nowhere with a part that could":              {at + "&until=2&__paging_token=%7B", "media"},
		"nowhere with an unsafe cursor":               {at + "&after=%29", "media"},
		"nowhere without a link":                      {"", "media"},
		"nowhere when it is no link":                  {"%zz://", "media"},
	} {
		p := paging.PositionOf(c.link)
		if got := (fields.Field{Name: "media", Params: p.Params()}).String(); got != c.leads {
			t.Errorf("%s: it leads to %s, want %s", name, got, c.leads)
		}
		again, err := paging.DecodeCursor(paging.Cursor{Start: p, Skip: 1}.Encode("User.media"), "User.media")
		if err != nil || again.Start != p {
			t.Errorf("%s: as part of our cursors it is %q, %v", name, again.Start, err)
		}
	}
}

func TestPosition_isACursorOnlyWhereItIsTheGraphAPIs(t *testing.T) {
	for p, want := range map[paging.Position]bool{"QVFI": true, "": false, "?offset=25": false} {
		if p.IsCursor() != want {
			t.Errorf("%q is a cursor: %v", p, !want)
		}
	}
}

func TestWindow_leavesTheTimeToAPositionThatBoundsIt(t *testing.T) {
	since, until := time.Unix(1704067200, 0), time.Unix(1704110400, 0)
	w, err := paging.NewWindow(windowCase{}.edge(), nil, paging.Args{Since: &since, Until: &until})
	if err != nil {
		t.Fatal(err)
	}
	got := fields.Field{Name: "media", Params: w.Further("?__paging_token=x&until=1704070000", 5)}.String()
	if want := "media.__paging_token(x).until(1704070000).limit(5).since(1704067200)"; got != want {
		t.Errorf("asks %s, want %s", got, want)
	}
}

func TestCursorBefore_isTheOneThatALinkEndsBefore(t *testing.T) {
	for link, want := range map[string]string{
		at + "&before=QVFI": "QVFI", at + "&after=QVFI": "", at + "&before=%29": "", "": "", "%zz://": "",
	} {
		if got := paging.CursorBefore(link); got != want {
			t.Errorf("%s ends before %q, want %q", link, got, want)
		}
	}
}

func TestPosition_hasNoParametersWhereItCannotBeRead(t *testing.T) {
	if params := paging.Position("?offset=%zz").Params(); params != nil {
		t.Errorf("they are %v", params)
	}
}

func TestHasPosition_isTrueForEveryWayToSayWhereAPageBegins(t *testing.T) {
	for name, want := range map[string]bool{
		"after": true, "before": true, "offset": true, "__after_id": true, "__paging_token": true, "__previous": true,
		"since": false, "until": false, "limit": false, "metric": false,
	} {
		params := []fields.Param{{Name: "fields", Value: "id"}, {Name: name, Value: "1"}}
		if got := paging.HasPosition(params); got != want {
			t.Errorf("%s says where a page begins: %v, want %v", name, got, want)
		}
		kept := 2
		if want {
			kept = 1
		}
		if got := paging.WithoutPosition(params); len(got) != kept || len(params) != 2 || params[1].Name != name {
			t.Errorf("without the position of %s: %v, of %v", name, got, params)
		}
	}
}
