package globalid

import "testing"

func TestParse_givesBackWhatNewWasGiven(t *testing.T) {
	id := New("Media", "17895695668004550")
	typeName, graphID, err := Parse(id)
	if err != nil || typeName != "Media" || graphID != "17895695668004550" {
		t.Errorf("Parse(%q) = %q, %q, %v", id, typeName, graphID, err)
	}
}

func TestParse_refusesWhatNewDoesNotGive(t *testing.T) {
	for name, id := range map[string]string{
		"nothing":                "",
		"a Graph API id":         "17895695668004550",
		"an id cut at the end":   New("Media", "17895695668004550")[:21],
		"padding":                New("User", "1") + "=",
		"an id with no type":     New("", "1"),
		"an id with no id":       New("User", ""),
		"a type that is a path":  New("../User", "1"),
		"an id that is a path":   New("User", "1/accounts"),
		"an id that is a query":  New("User", "1?fields=id"),
		"a handle":               New("User", "metricsaurus"),
		"an id of many digits":   New("User", "1234567890123456789012345678901234567890123456789012345678901234567890"),
		"text that is no base64": "*****",
		"trailing bits":          "VXNlcjox" + "B",
	} {
		if typeName, graphID, err := Parse(id); err == nil {
			t.Errorf("%s: Parse(%q) = %q, %q", name, id, typeName, graphID)
		}
	}
}

func FuzzParse_acceptsOnlyWhatNewGives(f *testing.F) {
	f.Add(New("User", "17841405822304914"))
	f.Add("VXNlcjox=")
	f.Add("17841405822304914")
	f.Fuzz(func(t *testing.T, id string) {
		typeName, graphID, err := Parse(id)
		if err == nil && New(typeName, graphID) != id {
			t.Errorf("Parse(%q) = %q, %q, whose global id is %q", id, typeName, graphID, New(typeName, graphID))
		}
	})
}
