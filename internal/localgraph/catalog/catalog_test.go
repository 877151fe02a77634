package catalog

import (
	"testing"

	"github.com/gramql/gramql/internal/fields"
)

var logins = []Login{BasicDisplay, Instagram, Facebook}

func TestCatalog_namesEachFieldAndEdgeOnce(t *testing.T) {
	for _, login := range logins {
		for _, typ := range Types(login) {
			seen := map[string]int{}
			for _, f := range typ.Fields {
				if f.Logins == 0 || f.Logins.Has(login) {
					seen[f.Name]++
				}
			}
			for _, e := range typ.Edges {
				if e.Logins == 0 || e.Logins.Has(login) {
					seen[e.Name]++
				}
			}
			for name, times := range seen {
				if times != 1 {
					t.Errorf("login %d: %s.%s is there %d times", login, typ.Name, name, times)
				}
			}
		}
	}
}

func TestCatalog_leadsOnlyToTypesThatTheLoginTypeHas(t *testing.T) {
	for _, login := range logins {
		for _, typ := range Types(login) {
			if TypeOf(typ.Kind, login) != typ {
				t.Errorf("login %d: two types for a %s", login, typ.Kind)
			}
			for _, f := range typ.Fields {
				if f.Target != "" && typ.Field(f.Name, login) != nil && TypeOf(f.Target, login) == nil {
					t.Errorf("login %d: %s.%s leads to no type", login, typ.Name, f.Name)
				}
				if lookup := f.Value == Lookup; lookup != (f.Param != "") || lookup != (f.Where != "") {
					t.Errorf("login %d: %s.%s is half a look-up", login, typ.Name, f.Name)
				}
			}
			for _, e := range typ.Edges {
				if typ.Edge(e.Name, login) != nil {
					checkEdge(t, typ, e, login)
				}
			}
			checkDefault(t, typ, typ.Default, login)
		}
	}
}

func checkEdge(t *testing.T, typ *Type, e Edge, login Login) {
	target := TypeOf(e.Target, login)
	if target == nil {
		t.Fatalf("login %d: %s.%s leads to no type", login, typ.Name, e.Name)
	}
	if computed := e.Subject != ""; computed != (e.Where == "") {
		t.Errorf("login %d: %s.%s is neither read nor computed", login, typ.Name, e.Name)
	} else if computed {
		checkDefault(t, target, e.Default, login)
		return
	}
	if e.Limit < 1 || e.Max < e.Limit || target.Table == "" {
		t.Errorf("login %d: %s.%s has no sound page size or table", login, typ.Name, e.Name)
	}
	checkDefault(t, target, e.Default, login)
}

func checkDefault(t *testing.T, typ *Type, text string, login Login) {
	list, err := fields.Parse(text)
	if err != nil || len(list) == 0 {
		t.Errorf("%s: default fields %q: %v", typ.Name, text, err)
	}
	for _, f := range list {
		if typ.Field(f.Name, login) == nil {
			t.Errorf("login %d: %s has no default field %s", login, typ.Name, f.Name)
		}
	}
}

func TestTypeOf_knowsWhatALoginTypeLacks(t *testing.T) {
	if TypeOf(Comment, BasicDisplay) != nil || TypeOf(Page, Instagram) != nil {
		t.Error("a type is there for a login type that lacks it")
	}
	if TypeOf(Media, Instagram).Field("total_like_count", Instagram) != nil {
		t.Error("Instagram Login has a field of Facebook Login")
	}
	if !HasEdge("comments", Facebook) || HasEdge("comments", BasicDisplay) {
		t.Error("comments are not where they belong")
	}
}
