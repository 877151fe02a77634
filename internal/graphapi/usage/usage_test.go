package usage

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

func headers(app, business string) http.Header {
	return http.Header{"X-App-Usage": {app}, "X-Business-Use-Case-Usage": {business}}
}

func TestRead_readsBothHeaders(t *testing.T) {
	got := Read(headers(
		`{"call_count":28,"total_time":25,"total_cputime":31}`,
		`{"2":[{"type":"instagram","call_count":12,"total_cputime":5,"total_time":6,"estimated_time_to_regain_access":0}],
		  "1":[{"type":"pages","call_count":100,"total_cputime":41,"total_time":101,"estimated_time_to_regain_access":19,"ads_api_access_tier":"x"},
		       {"type":"instagram","call_count":1.5}]}`))
	want := Report{App: &Share{Calls: 28, Time: 25, CPUTime: 31}, Accounts: []Account{
		{"2", "instagram", Share{12, 6, 5}, 0}, {"1", "pages", Share{100, 101, 41}, 19 * time.Minute}, {"1", "instagram", Share{Calls: 1}, 0}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("usage = %+v\nwant %+v", got, want)
	}
	if got.App.Percent() != 31 || got.Accounts[1].Percent() != 101 {
		t.Errorf("the highest: %d, %d", got.App.Percent(), got.Accounts[0].Percent())
	}
	if got.Regain() != 19*time.Minute {
		t.Errorf("Regain() = %v", got.Regain())
	}
}

func TestRead_takesKeysInAnyCase(t *testing.T) {
	got := Read(headers(`{"Call_Count":7}`, `{"1":[{"TYPE":"instagram","Estimated_Time_To_Regain_Access":2}]}`))
	want := Report{App: &Share{Calls: 7}, Accounts: []Account{{"1", "instagram", Share{}, 2 * time.Minute}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("usage = %+v, want %+v", got, want)
	}
}

func TestRead_ignoresWhatIsMalformed(t *testing.T) {
	for _, header := range []string{
		"", "x", "{", "[]", "null", "1", `{"call_count":"many","total_time":null,"total_cputime":"NaN"}`,
		`{"1":{}}`, `{"1":[1]}`, `{"1":[null,[],"x"]}`, `{"1":[{"type":2}]}`, `{"1":[{"call_count":[28]}]}`,
		`{"1":[{"call_count":1,"type":"` + strings.Repeat("x", maxHeader) + `"}]}`,
	} {
		if got := Read(headers(header, header)); got.App != nil || got.Accounts != nil {
			t.Errorf("usage of %.40q = %+v", header, got)
		}
	}
}

func TestRead_readsEachObjectByItself(t *testing.T) {
	spent := Account{"2", "instagram", Share{Calls: 100}, 19 * time.Minute}
	for name, header := range map[string]string{
		"a text for the list":         `{"1":"x","2":[%]}`,
		"null for the list":           `{"1":null,"2":[%]}`,
		"an object for the list":      `{"1":{"type":{}},"2":%}`,
		"objects that are none":       `{"2":[1,null,"x",[],%]}`,
		"an object without a number":  `{"1":[{"type":"pages","call_count":null}],"2":[%]}`,
		"a name that comes twice":     `{"1":1,"1":2,"2":[%]}`,
		"the rest cut off":            `{"2":[%],"3":[{"type":"inst`,
		"the next object cut off":     `{"2":[%,{"call_count":7`,
		"the list not closed":         `{"2":[%`,
		"the next object without end": `{"2":[%,{"call_count":7,"type"}]}`,
		"the rest of another grammar": `{"2":[%],3:[{}]}`,
	} {
		for _, object := range []string{
			`{"type":"instagram","call_count":100,"estimated_time_to_regain_access":19}`,
			`{"type":"instagram","call_count":"100","total_time":null,"total_cputime":"","estimated_time_to_regain_access":"19"}`,
			`{"type":"instagram","call_count":100.0,"total_time":{},"total_cputime":[7],"estimated_time_to_regain_access":19,"ads_api_access_tier":{"x":[]}}`,
		} {
			got := Read(headers("x", strings.Replace(header, "%", object, 1)))
			if !reflect.DeepEqual(got.Accounts, []Account{spent}) {
				t.Errorf("%s, %s: %+v", name, object, got.Accounts)
			}
		}
	}
	for header, want := range map[string]*Share{
		`{"call_count":7}`: {Calls: 7}, `{"total_time":7}`: {Time: 7}, `{"total_cputime":7}`: {CPUTime: 7},
		`{"estimated_time_to_regain_access":7}`: nil, `{"call_count":7`: nil, `{"call_count":7]`: nil, `[{"call_count":7}]`: nil,
	} {
		if app := Read(headers(header, "x")).App; !reflect.DeepEqual(app, want) {
			t.Errorf("the app's from %s: %+v, want %+v", header, app, want)
		}
	}
	app := Read(headers(`{"call_count":"28","total_time":null,"total_cputime":"31%"}`, "x")).App
	if want := (&Share{Calls: 28, CPUTime: 31}); !reflect.DeepEqual(app, want) {
		t.Errorf("the app's: %+v, want %+v", app, want)
	}
}

func BenchmarkRead(b *testing.B) {
	header := headers(`{"call_count":28,"total_time":25,"total_cputime":31}`,
		`{"17841405822304914":[{"type":"instagram","call_count":12,"total_cputime":5,"total_time":6,"estimated_time_to_regain_access":0}]}`)
	b.ReportAllocs()
	for b.Loop() {
		Read(header)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"call_count":28,"total_time":25,"total_cputime":25}`)
	f.Add(`{"1":[{"type":"instagram","call_count":12,"estimated_time_to_regain_access":1e99}]}`)
	f.Add(`{"1":[null,{"call_count":-1}]}`)
	f.Fuzz(func(t *testing.T, header string) {
		u := Read(headers(header, header))
		if u.App != nil && u.App.Percent() < 0 || u.Regain() < 0 || u.Regain() > maxWait {
			t.Fatalf("usage of %q = %+v", header, u)
		}
		for _, account := range u.Accounts {
			if account.Percent() < 0 {
				t.Fatalf("usage of %q = %+v", header, u)
			}
		}
	})
}
