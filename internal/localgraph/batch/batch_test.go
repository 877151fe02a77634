package batch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// read reads a batch that is right.
func read(t *testing.T, text string) *Batch {
	t.Helper()
	b, err := Read(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return b
}

func TestRead_refusesWhatIsNoBatch(t *testing.T) {
	t.Parallel()
	for text, because := range map[string]string{
		"":                                "malformed",
		"{}":                              "malformed",
		`[{"method":1}]`:                  "malformed",
		many(Most + 1):                    "Maximum batch size is 50",
		`[{"name":"a"},{}]`:               "",
		`[{},{}]`:                         "",
		many(Most):                        "",
		`[{"name":"a"},{"name":"a"}]`:     "name a is used more than once",
		`[{"name":"a","depends_on":"a"}]`: "No earlier request in the batch is named a",
		`[{"name":"a"},{"depends_on":" a , b "}]`:                                                                "is named b",
		`[{"relative_url":"{result=c:$.id}"},{"name":"c"}]`:                                                      "is named c",
		`[{"name":"a"},{"body":"x={result=a:$.id}&y={result=d:$}"}]`:                                             "is named d",
		`[{"name":"a"},{"name":"b","depends_on":",a,"},{"relative_url":"{result=a:$.x}","body":"{result=b:$}"}]`: "",
	} {
		_, err := Read(text)
		if (err == nil) != (because == "") || err != nil && !strings.Contains(err.Error(), because) {
			t.Errorf("%s: %v, want %q", text, err, because)
		}
	}
}

func many(n int) string { return "[" + strings.Repeat("{},", n-1) + "{}]" }

func TestOmits_isForWhatOthersWaitForUnlessTheItemSaysOtherwise(t *testing.T) {
	t.Parallel()
	b := read(t, `[{"name":"alone"},
		{"name":"awaited"}, {"name":"referred"},
		{"name":"kept","omit_response_on_success":false}, {"name":"omitted","omit_response_on_success":true},
		{"name":"last","depends_on":"awaited,kept,omitted","relative_url":"{result=referred:$.id}"}, {}]`)
	var omitted []string
	for _, item := range b.Items {
		if b.Omits(item) {
			omitted = append(omitted, item.Name)
		}
	}
	if !slices.Equal(omitted, []string{"awaited", "referred", "omitted"}) {
		t.Errorf("omitted are %q", omitted)
	}
}

func TestResolve_putsInWhatEarlierItemsAnswered(t *testing.T) {
	t.Parallel()
	bodies := map[string][]byte{"made": []byte(`{"id":17,"of":[{"id":"a b"},{"id":"c"}]}`), "empty": []byte("true")}
	for _, c := range []struct{ url, body, want, because string }{
		{"{result=made:$.id}/x", "id={result=made:$.of[1].id}", "17/x id=c", ""},
		{"", "ids={result=made:$.of.*.id}&id={result=made:$.id}", " ids=a+b%2Cc&id=17", ""},
		{"x", "y", "x y", ""},
		{"{result=lost:$.id}", "", "", "The request lost that this one depends on failed"},
		{"{result=made:$.none}", "", "", "Nothing in the answer to made is at $.none"},
		{"{result=empty:$.id}", "{result=made:$.id}", "", "Nothing in the answer to empty is at $.id"},
	} {
		item := Item{RelativeURL: c.url, Body: c.body}
		err := item.Resolve(bodies)
		switch {
		case c.because != "":
			if err == nil || !strings.Contains(err.Error(), c.because) {
				t.Errorf("%+v: %v", c, err)
			}
		case err != nil || item.RelativeURL+" "+item.Body != c.want:
			t.Errorf("%+v: %s %s, %v", c, item.RelativeURL, item.Body, err)
		}
	}
	item := Item{DependsOn: "made, lost"}
	if err := item.Resolve(bodies); err == nil {
		t.Error("an item whose parent failed is resolved")
	}
}

func TestLookUp_findsTheValuesAtAPath(t *testing.T) {
	t.Parallel()
	const body = `{"id":12345678901234567890,"yes":true,"none":null,"o":{"b":"2","a":1.0},"l":[{"id":"x"},{"id":"y"},"z"],"a.b":"dotted"}`
	for path, want := range map[string]string{
		"$.id":      "[12345678901234567890]",
		"$.yes":     "[true]",
		"$.none":    "[]",
		"$.o":       "[]",
		"$.o.*":     "[1.0 2]",
		"$['o'].a":  "[1.0]",
		"$['a.b']":  "[dotted]",
		"$.l[0].id": "[x]",
		"$.l.1.id":  "[y]",
		"$.l[*].id": "[x y]",
		"$.l.*":     "[z]",
		"$.l[2]":    "[z]",
		"$.l[3]":    "[]",
		"$.l.id":    "[]",
		"$.id.x":    "[]",
		"$.missing": "[]",
		"$.l[":      "[]",
		"$..id":     "[]",
		"$":         "[]",
		"$.l[-1]":   "[]",
		"$.l.-1":    "[]",
	} {
		if got := fmt.Sprint(lookUp([]byte(body), path)); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if got := lookUp([]byte("no JSON"), "$"); got != nil {
		t.Errorf("of no JSON: %q", got)
	}
	if got := fmt.Sprint(lookUp([]byte(`"text"`), "$")); got != "[text]" {
		t.Errorf("the whole is %s", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`[{"name":"a"},{"relative_url":"{result=a:$.l.-1}","body":"{result=a:$['o'].*}"}]`, `{"l":[1],"o":{"p":"x"}}`)
	f.Fuzz(func(_ *testing.T, text, answer string) {
		b, err := Read(text)
		if err != nil {
			return
		}
		bodies := map[string][]byte{}
		for _, item := range b.Items {
			if err := item.Resolve(bodies); err == nil {
				bodies[item.Name] = []byte(answer)
			}
			_ = b.Omits(item)
		}
	})
}
