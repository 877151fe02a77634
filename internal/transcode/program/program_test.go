package program_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/gramql/gramql/internal/transcode/program"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestFind_findsAMemberWhereverItIsExpected(t *testing.T) {
	t.Parallel()
	o := &program.Object{Members: []program.Member{{Name: "id"}, {Name: "caption"}, {Name: "media_url"}}}
	for _, c := range []struct {
		name       string
		next, want int
	}{
		{"caption", 1, 1}, {"caption", 0, 1}, {"caption", 2, 1}, {"caption", 3, 1}, {"media_url", 0, 2}, {"id", 3, program.OwnID},
		{"like_count", 0, program.Absent}, {"", 3, program.Absent},
	} {
		if got := o.Find([]byte(c.name), c.next); got != c.want {
			t.Errorf("%q, with %d expected: %d, want %d", c.name, c.next, got, c.want)
		}
	}
}

func TestValue_isAValueOfTheEnum(t *testing.T) {
	t.Parallel()
	e := &program.Enum{Values: map[string]string{"FEED": `"FEED"`, "UNKNOWN": `"UNKNOWN"`}}
	for text, want := range map[string]string{"FEED": `"FEED"`, "feed": `"FEED"`, "": `"UNKNOWN"`, "NEW": `"UNKNOWN"`, "UNKNOWN": `"UNKNOWN"`} {
		if got := e.Value([]byte(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestShownBy_isTheFirstFieldThatShowsItems(t *testing.T) {
	t.Parallel()
	node, hidden := &program.Object{TypeName: "Media"}, &program.Items{}
	nodes, edges := &program.Items{Node: node}, &program.Items{Edge: []program.Part{{Kind: program.KindCursor}, {Kind: program.KindNode, Node: node}}}
	fields := []program.Part{{Kind: program.KindTotal}, {Kind: program.KindItems, Items: edges}, {Kind: program.KindItems, Items: nodes}}
	if got := (&program.Connection{Fields: fields, First: 1, Hidden: hidden}).ShownBy(); got != edges || got.Item() != node || nodes.Item() != node {
		t.Errorf("%+v", got)
	}
	if got := (&program.Connection{Fields: fields[:1], First: program.Absent, Hidden: hidden}).ShownBy(); got != hidden || got.Item() != nil {
		t.Errorf("where no field shows items: %+v", got)
	}
	if got := (&program.Connection{First: program.Absent}).ShownBy(); got != nil {
		t.Errorf("without a page: %+v", got)
	}
}
