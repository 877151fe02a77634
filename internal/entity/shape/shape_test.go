package shape_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
)

// Structs with a field of each type, and of each form.
type (
	node interface{ isNode() }
	user struct {
		Name *string `graphapi:"name"`
	}
	media struct {
		Untagged  *string
		Text      *string           `graphapi:"text"`
		Small     *int32            `graphapi:"small"`
		Large     *int64            `graphapi:"large"`
		Flag      *bool             `graphapi:"flag"`
		Rate      *float64          `graphapi:"rate"`
		At        *time.Time        `graphapi:"at"`
		Link      *string           `graphapi:"link" form:"url"`
		Kind      *kind             `graphapi:"kind"`
		Free      *free             `graphapi:"free"`
		Words     []string          `graphapi:"words"`
		Anything  []json.RawMessage `graphapi:"anything"`
		Owner     *user             `graphapi:"owner"`
		Info      *info             `graphapi:"info"`
		Parts     []*part           `graphapi:"parts"`
		Parent    *media            `graphapi:"parent"`
		AsNumber  *int64            `graphapi:"value"`
		AsParts   []*part           `graphapi:"value"`
		AsRate    *float64          `graphapi:"value"`
		ShortOnly *int32            `graphapi:"short"`
		ShortText *string           `graphapi:"short"`
		PairRate  *float64          `graphapi:"pair"`
		PairText  *string           `graphapi:"pair"`
	}
	info struct {
		Reason *string `graphapi:"reason"`
	}
	part struct {
		Key   *string `graphapi:"key"`
		Value *int64  `graphapi:"value"`
	}
	kind string
	free string
)

func (*user) isNode()  {}
func (*media) isNode() {}

func (p *part) SetName(name string) { p.Key = &name }

func (k kind) IsValid() bool { return k == "IMAGE" || k == "UNKNOWN" }

var models = shape.Of(map[string]any{"User": new(user), "Media": new(media), "Info": new(info)}, reflect.TypeFor[node]())

func TestOf_tellsNodesValuesAndNamedOnes(t *testing.T) {
	m := models["Media"]
	for name, want := range map[string]*shape.Model{"owner": models["User"], "parent": m} {
		if f := m.Field(name); f.Object != want || f.Value != nil || f.Values != nil || !f.Object.Node || f.Scalar() {
			t.Errorf("%s is %+v", name, f)
		}
	}
	if f := m.Field("info"); f.Value != models["Info"] || f.Object != nil || f.Values != nil || f.Value.Node || f.Scalar() {
		t.Errorf("info is %+v", f)
	}
	if f := m.Field("parts"); f.Values == nil || f.Object != nil || f.Value != nil || f.Values.Node || f.Members || f.Scalar() {
		t.Errorf("parts is %+v", f)
	}
	if f := m.Field("text"); f.Name != "text" || f.Object != nil || f.Value != nil || f.Values != nil || !f.Scalar() {
		t.Errorf("text is %+v", f)
	}
	if m.Field("") != nil || m.Field("Untagged") != nil || m.Field("other") != nil {
		t.Error("a field without a tag is one of the model")
	}
	names := models["User"].Names()
	if got := m.Names(); !slices.Equal(names, []string{"name"}) || len(got) != 18 || slices.Contains(got, "") {
		t.Errorf("the names are %q and %q", names, got)
	}
	if _, ok := m.New().Interface().(*media); !ok {
		t.Error("a new one is no struct of the model")
	}
}

func TestOf_panicsForATypeThatCannotBeRead(t *testing.T) {
	for _, model := range []any{
		new(struct {
			Odd chan int `graphapi:"odd"`
		}),
		new(struct {
			Odd string `graphapi:"odd"`
		}),
		new(struct {
			Odd []int `graphapi:"odd"`
		}),
		new(struct {
			Odd *[]int `graphapi:"odd"`
		}),
	} {
		func() {
			defer func() {
				if said, _ := recover().(string); !strings.Contains(said, "Odd") {
					t.Errorf("%T is read; said %q", model, said)
				}
			}()
			shape.Of(map[string]any{"Odd": model}, reflect.TypeFor[node]())
		}()
	}
}

// read reads a value into a field of a new media, and returns the media as JSON, without
// its empty fields.
func read(t *testing.T, field, value string) (string, error) {
	t.Helper()
	r := new(reader.Reader)
	r.Begin([]byte(value))
	into := models["Media"].New()
	f := models["Media"].Field(field).Fitting(r, into.Elem())
	err := f.Read(r, new(shape.Slabs), f.In(into.Elem()))
	return text(t, into), err
}

func text(t *testing.T, model reflect.Value) string {
	t.Helper()
	var found []string
	for i := range model.Elem().NumField() {
		if value := model.Elem().Field(i); !value.IsNil() {
			said, err := json.Marshal(value.Interface())
			if err != nil {
				t.Fatal(err)
			}
			found = append(found, model.Elem().Type().Field(i).Name+"="+string(said))
		}
	}
	return strings.Join(found, " ")
}

func TestRead_putsEachTypeInItsPlace(t *testing.T) {
	for _, c := range []struct{ field, value, want string }{
		{"text", `"a\u00e9"`, `Text="aé"`},
		{"text", `17`, `Text="17"`},
		{"small", `"7"`, `Small=7`},
		{"large", `9007199254740993`, `Large=9007199254740993`},
		{"flag", `"false"`, `Flag=false`},
		{"rate", `0.25`, `Rate=0.25`},
		{"at", `"2017-08-31T18:10:00+0000"`, `At="2017-08-31T18:10:00Z"`},
		{"link", `"https://a"`, `Link="https://a"`},
		{"kind", `"image"`, `Kind="IMAGE"`},
		{"kind", `"HOLOGRAM"`, `Kind="UNKNOWN"`},
		{"free", `"anything"`, `Free="ANYTHING"`},
		{"words", `["a",7]`, `Words=["a","7"]`},
		{"words", `[]`, `Words=[]`},
		{"anything", `[1,{"a":[]},"x"]`, `Anything=[1,{"a":[]},"x"]`},
	} {
		if got, err := read(t, c.field, c.value); err != nil || got != c.want {
			t.Errorf("%s in %s is %s, %v; want %s", c.value, c.field, got, err, c.want)
		}
	}
}

func TestRead_tellsWhatDoesNotFit(t *testing.T) {
	for _, c := range []struct {
		field, value string
		want         *reader.Misfit
	}{
		{"text", `true`, reader.WantText},
		{"small", `2147483648`, reader.WantWhole},
		{"large", `1.5`, reader.WantWhole},
		{"flag", `2`, reader.WantBool},
		{"rate", `"x"`, reader.WantNumber},
		{"at", `"x"`, reader.WantTime},
		{"link", `"x"`, reader.WantURL},
		{"kind", `7`, reader.WantWord},
		{"words", `{"a":1}`, reader.WantList},
		{"anything", `"x"`, reader.WantList},
	} {
		if _, err := read(t, c.field, c.value); err != error(c.want) { //nolint:errorlint // a misfit is never wrapped
			t.Errorf("%s in %s: %v; want %s", c.value, c.field, err, c.want.Want)
		}
	}
	for field, value := range map[string]string{"words": `["a",null]`, "text": `"a`, "kind": `"a`, "anything": `[1,`} {
		if got, err := read(t, field, value); err == nil {
			t.Errorf("%s in %s is %s", value, field, got)
		}
	}
}

func TestFitting_choosesTheFieldByTheFormOfTheValue(t *testing.T) {
	for _, c := range []struct{ field, value, want string }{
		{"value", `7`, "AsNumber"},
		{"value", `"7"`, "AsNumber"},
		{"value", `7.0`, "AsNumber"},
		{"value", `0.5`, "AsRate"},
		{"value", `"0.5"`, "AsRate"},
		{"value", `"x"`, "AsRate"},
		{"value", `{"a":1}`, "AsParts"},
		{"value", `{}`, "AsParts"},
		{"value", `[]`, "AsParts"},
		{"value", `[1]`, "AsRate"},
		{"short", `7`, "ShortOnly"},
		{"short", `"x"`, "ShortText"},
		{"pair", `0.5`, "PairText"},
	} {
		r := new(reader.Reader)
		r.Begin([]byte(c.value))
		one, half, text := int64(1), 0.5, "old"
		short := int32(1)
		into := media{AsNumber: &one, AsRate: &half, AsParts: []*part{}, ShortOnly: &short, ShortText: &text}
		f := models["Media"].Field(c.field).Fitting(r, reflect.ValueOf(&into).Elem())
		place, want := f.In(reflect.ValueOf(&into).Elem()), reflect.ValueOf(&into).Elem().FieldByName(c.want)
		if place.Addr() != want.Addr() {
			t.Errorf("%s is no %s", c.value, c.want)
		}
		if emptied := into.AsNumber == nil && into.AsRate == nil && into.AsParts == nil; emptied != (c.field == "value") {
			t.Errorf("%s leaves %+v", c.value, into)
		}
		if emptied := into.ShortOnly == nil && into.ShortText == nil; emptied != (c.field == "short") {
			t.Errorf("%s leaves %+v", c.value, into)
		}
	}
}

func TestFitting_leavesTheOnlyFieldAsItIs(t *testing.T) {
	old := "old"
	into := media{Text: &old}
	r := new(reader.Reader)
	r.Begin([]byte(`"new"`))
	if f := models["Media"].Field("text"); f.Fitting(r, reflect.ValueOf(&into).Elem()) != f || into.Text == nil {
		t.Error("the field is emptied, or another is chosen")
	}
}

func TestCopy_takesEveryForm(t *testing.T) {
	one, half, text := int64(1), 0.5, "text"
	from := media{AsNumber: &one, AsRate: &half, AsParts: []*part{}, Text: &text}
	var to media
	models["Media"].Field("value").Copy(reflect.ValueOf(&to).Elem(), reflect.ValueOf(&from).Elem())
	if to.AsNumber != &one || to.AsRate != &half || to.AsParts == nil || to.Text != nil {
		t.Errorf("copied %+v", to)
	}
}

func TestRead_sharesTheValuesOfAnEnumButNoOthers(t *testing.T) {
	into := [2]media{}
	for i := range into {
		for field, value := range map[string]string{"kind": `"image"`, "text": `"same"`} {
			r := new(reader.Reader)
			r.Begin([]byte(value))
			f := models["Media"].Field(field)
			if err := f.Read(r, new(shape.Slabs), f.In(reflect.ValueOf(&into[i]).Elem())); err != nil {
				t.Fatal(err)
			}
		}
	}
	if into[0].Kind != into[1].Kind || into[0].Text == into[1].Text {
		t.Error("the enum's values are two, or the texts one")
	}
}

func TestSlabs_keepEveryValue(t *testing.T) {
	slabs, f := new(shape.Slabs), models["Media"].Field("large")
	all := make([]media, 300)
	for i := range all {
		r := new(reader.Reader)
		r.Begin([]byte(strings.Repeat("1", i%18+1)))
		if err := f.Read(r, slabs, f.In(reflect.ValueOf(&all[i]).Elem())); err != nil {
			t.Fatal(err)
		}
	}
	for i := range all {
		want := int64(0)
		for range i%18 + 1 {
			want = want*10 + 1
		}
		if *all[i].Large != want {
			t.Fatalf("value %d became %d, not %d", i, *all[i].Large, want)
		}
	}
}
