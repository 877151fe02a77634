package conformance

import (
	"slices"
	"testing"
)

func TestCall_Find_followsAPath(t *testing.T) {
	t.Parallel()
	const body = `{"id":"1","owner":{"id":2},"odd":"a b","none":null,"data":[
		{"id":"10","type":"IMAGE"},{"id":"11","type":"VIDEO","replies":{"data":[{"id":"20"},{"id":"21"}]}},{"id":"12","type":"VIDEO","replies":{"data":[]}}]}`
	for path, want := range map[string]string{
		"id": "1", "owner.id": "2", "data.1.id": "11", "data.last.id": "12", "data.*.id": "10",
		"data.*[replies].id": "11", "data.*[type=VIDEO].id": "11", "data.*[type=VIDEO].replies.data.last.id": "21",
		"data.*.replies.data.1.id": "21",
		// No such place, or nothing that could go into a path.
		"data.3.id": "", "data.*[type=ALBUM].id": "", "data.*[x].id": "", "data.first.id": "", "owner.x": "", "id.x": "",
		"odd": "", "none": "", "owner": "", "data.-1.id": "",
	} {
		got, err := Call{Finds: map[string]string{"x": path}}.Find("x", []byte(body))
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	if _, err := (Call{Finds: map[string]string{"x": "id"}}).Find("x", []byte("<html>")); err == nil {
		t.Error("something is found in what is no JSON")
	}
	if _, err := (Call{Finds: map[string]string{"x": "data.last.id"}}).Find("x", []byte(`{"data":[]}`)); err == nil {
		t.Error("something is found in no rows")
	}
}

func TestCase_Uses_allNamesOfTheRequestOnce(t *testing.T) {
	t.Parallel()
	c := Case{
		Get: "/$a?x=$b&y=$a", TextIn: "$c",
		Header: map[string]string{"h": "Bearer $d"}, Form: map[string]string{"f": "$e"}, Contains: "$f",
	}
	got := c.Uses()
	slices.Sort(got)
	if want := []string{"a", "b", "c", "d", "e"}; !slices.Equal(got, want) {
		t.Errorf("uses %v", got)
	}
	if got := (Call{Get: "/$a/$b"}).Uses(); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("a call uses %v", got)
	}
	if got := (Values{"a": "1"}).Expand("/$a/$ab/$b"); got != "/1/$ab/$b" {
		t.Errorf("expanded to %s", got)
	}
}
