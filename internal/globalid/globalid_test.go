package globalid

import (
	"encoding/base64"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// reached is the id of a media's comment, which is reached through another node.
var reached = ID{"Comment", "18000000000000001", Way{"User", "17841405822304914", []Step{
	{"mentioned_media", "17900000000000001"}, {"comments", ""},
}}}

// discovered is the id of an account, which is found through the viewer's own.
var discovered = ID{"User", "17841400000000003", Way{Steps: []Step{{"business_discovery", "cretaceous.coffee_1"}}}}

// longest is an id of the most characters.
var longest = ID{"User", "1", Way{Steps: []Step{{Name: strings.Repeat("a", maxEncoding/4*3-len("@User:1@/#00000000"))}}}}

func TestParse_givesBackWhatStringWasGiven(t *testing.T) {
	for _, id := range []ID{{Type: "Media", GraphID: "17895695668004550"}, reached, discovered} {
		if got, err := Parse(id.String()); err != nil || !reflect.DeepEqual(got, id) {
			t.Errorf("Parse(%q) = %+v, %v, want %+v", id, got, err, id)
		}
	}
	for name, id := range map[string]ID{
		"letters and digits in a type": {Type: "Az0Za9", GraphID: "1"},
		"small letters in a type":      {Type: "az", GraphID: "1"},
		"the longest id":               {Type: "Media", GraphID: strings.Repeat("9", 64)},
		"digits and underscores":       {Type: "Media", GraphID: "1_0_9"},
		"the longest way":              {"User", "1", Way{Steps: slices.Repeat([]Step{{"az_09.", ""}}, 16)}},
		"the longest value":            {"User", "1", Way{Steps: []Step{{"a", strings.Repeat("z", 64)}}}},
		"all that is plain in a value": {"User", "1", Way{Steps: []Step{{"a", "az_09."}}}},
		"a way from a node":            {"User", "1", Way{"Media", "2", []Step{{"owner", ""}}}},
		"the longest text":             longest,
	} {
		if got, err := Parse(id.String()); err != nil || !reflect.DeepEqual(got, id) {
			t.Errorf("%s: Parse(%q) = %+v, %v, want %+v", name, id, got, err, id)
		}
	}
	if len(longest.String()) != maxEncoding {
		t.Errorf("the longest text has %d characters", len(longest.String()))
	}
	if New("Media", "17") != "TWVkaWE6MTc" {
		t.Error("ids that clients have kept change")
	}
}

func TestParse_refusesWhatStringDoesNotGive(t *testing.T) {
	encode := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	way := func(text string) string {
		return ID{Type: "User", GraphID: "1", Way: Way{Steps: []Step{{Name: text}}}}.String()
	}
	for name, id := range map[string]string{
		"nothing":                  "",
		"a Graph API id":           "17895695668004550",
		"an id cut at the end":     New("Media", "17895695668004550")[:21],
		"padding":                  New("User", "1") + "=",
		"an id with no type":       New("", "1"),
		"an id with no id":         New("User", ""),
		"a type that is a path":    New("../User", "1"),
		"a type that begins so":    New("1User", "1"),
		"a type with a sign":       New("Us!er", "1"),
		"a type before A":          New("@", "1"),
		"a type behind Z":          New("[", "1"),
		"a type before a":          New("`", "1"),
		"a type behind z":          New("{", "1"),
		"a type before 0":          New("U/", "1"),
		"a type behind 9":          New("U;", "1"),
		"an id that is a path":     New("User", "1/accounts"),
		"an id that is a query":    New("User", "1?fields=id"),
		"an id that begins with 0": New("Media", "017895695668004550"),
		"an id that is 0":          New("Media", "0"),
		"an underscore before":     New("Media", "_1"),
		"an underscore behind":     New("Media", "1_"),
		"two underscores":          New("Media", "1__2"),
		"digits of another script": New("Media", "١٢"),
		"a handle":                 New("User", "metricsaurus"),
		"an id of many digits":     New("User", "1234567890123456789012345678901234567890123456789012345678901234567890"),
		"text that is no base64":   "*****",
		"trailing bits":            "VXNlcjox" + "B",
		"a way without a checksum": encode("@User:1@/business_discovery=x"),
		"a wrong checksum":         encode("@User:1@/business_discovery=x#00000000"),
		"no way":                   encode("@User:1@#00000000"),
		"no step":                  way(""),
		"an expansion":             way("media{id}"),
		"a parameter":              way("media.limit(100)"),
		"a field more":             way("media,access_token"),
		"braces in a value":        way("business_discovery=x){id},accounts{access_token"),
		"a capital letter":         way("Media"),
		"a way between types":      ID{"User", "1", Way{"../User", "1", discovered.Way.Steps}}.String(),
		"a way from a name":        ID{"User", "1", Way{"User", "me", discovered.Way.Steps}}.String(),
		"a way from no type":       ID{"User", "1", Way{"", "1", discovered.Way.Steps}}.String(),
		"many steps":               way("a" + strings.Repeat("/a", 16)),
		"a long value":             way("a=" + strings.Repeat("x", 65)),
		"a long way":               way(strings.Repeat("a", 1000)),
	} {
		if parsed, err := Parse(id); err == nil {
			t.Errorf("%s: Parse(%q) = %+v", name, id, parsed)
		}
	}
}

func TestParse_refusesAWayThatIsCutOrAltered(t *testing.T) {
	for _, id := range []string{reached.String(), discovered.String()} {
		for i := range len(id) {
			other := byte('A')
			if id[i] == other {
				other = 'B'
			}
			for _, altered := range []string{id[:i], id[:i] + string(other) + id[i+1:], id[:i] + id[i+1:]} {
				if parsed, err := Parse(altered); err == nil {
					t.Errorf("Parse(%q) = %+v", altered, parsed)
				}
			}
		}
	}
}

func FuzzParse_acceptsOnlyWhatStringGives(f *testing.F) {
	f.Add(New("User", "17841405822304914"))
	f.Add("VXNlcjox=")
	f.Add("17841405822304914")
	f.Add(reached.String())
	f.Add(discovered.String())
	f.Fuzz(func(t *testing.T, text string) {
		id, err := Parse(text)
		if err != nil {
			return
		}
		if id.String() != text {
			t.Errorf("Parse(%q) = %+v, whose text is %q", text, id, id)
		}
		for _, s := range id.Way.Steps {
			if strings.ContainsAny(s.Name+s.Value, "(){}[],/=&?#%@\"' ") {
				t.Errorf("Parse(%q) lets %q through", text, s)
			}
		}
	})
}
