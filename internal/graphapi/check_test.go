package graphapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/redact"
)

func TestCheckResponse_knowsWhatEachErrorMeans(t *testing.T) {
	text, err := os.ReadFile("testdata/errors.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name                  string
		Status, Code, Subcode int
		Transient, Retryable  bool
		Kind                  string
		Message, Hint         string // Hint is a part of it; empty: none
		Wait                  time.Duration
		Holds                 bool // the token's other calls too
	}
	if err := yaml.UnmarshalWithOptions(text, &cases, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			body := fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%d,"error_subcode":%d,"is_transient":%t}}`,
				c.Message, c.Code, c.Subcode, c.Transient)
			err := checkResponse(c.Status, nil, []byte(body))
			if got := KindOf(err).String(); got != c.Kind {
				t.Errorf("kind = %s, want %s", got, c.Kind)
			}
			if got := Retryable(err); got != c.Retryable {
				t.Errorf("retryable = %t, want %t", got, c.Retryable)
			}
			e := err.(*Error) //nolint:errorlint // as it is made
			if got := e.Hint(); !strings.Contains(got, c.Hint) || (got == "") != (c.Hint == "") {
				t.Errorf("hint = %q, want %q", got, c.Hint)
			}
			if e.RetryAfter != c.Wait {
				t.Errorf("to wait %v, want %v", e.RetryAfter, c.Wait)
			}
			if e.HoldsUp() != c.Holds {
				t.Errorf("holds up other calls: %t, want %t", e.HoldsUp(), c.Holds)
			}
			if foreign := (&Error{Status: 400, Code: 4711, Subcode: c.Subcode}); c.Subcode != subcodeTooFew && foreign.Known() {
				t.Errorf("subcode %d means the same with another code", c.Subcode)
			}
		})
	}
}

func TestCheckResponse_readsEveryPartOfAnError(t *testing.T) {
	const body = `{"error":{"message":"(#100) No","type":"OAuthException","code":100,"error_subcode":33,"is_transient":true,
		"error_user_title":"Sorry","error_user_msg":"Not there","error_data":{"blame_field_specs":[[""]]},"fbtrace_id":"AkLx1"}}`
	err := checkResponse(400, nil, []byte(body))
	want := Error{Status: 400, Code: 100, Subcode: 33, Type: "OAuthException", Message: "(#100) No",
		UserTitle: "Sorry", UserMessage: "Not there", TraceID: "AkLx1", Transient: true}
	got := (*Error)(nil)
	if !errors.As(err, &got) || *got != want {
		t.Fatalf("error = %#v\nwant %#v", err, want)
	}
	if want := "Graph API error 100/33 OAuthException (trace AkLx1): (#100) No"; got.Error() != want {
		t.Errorf("Error() = %s\nwant %s", got, want)
	}
}

func TestCheckResponse_readsWhatAnOddErrorHolds(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		want   Error
	}{
		"the OAuth end points' form": {400, `{"error_type":"OAuthException","code":400,"error_message":"used"}`,
			Error{Status: 400, Code: 400, Type: "OAuthException", Message: "used"}},
		"the same under status 200": {200, `{"error_type":"OAuthException","code":400,"error_message":"used"}`,
			Error{Status: 200, Code: 400, Type: "OAuthException", Message: "used"}},
		"an error under status 200 with space around":                  {200, " \n{ \"error\" : {\"code\":190} }\n", Error{Status: 200, Code: 190}},
		"an error behind other keys":                                   {200, `{"id":"1","error":{"code":190}}`, Error{Status: 200, Code: 190}},
		"a code in quotes":                                             {400, `{"error":{"code":"190","message":"m"}}`, Error{Status: 400, Code: 190, Message: "m"}},
		"values of wrong types":                                        {400, `{"error":{"code":{},"type":1,"message":["m"],"is_transient":"yes","fbtrace_id":"T"}}`, Error{Status: 400, TraceID: "T"}},
		"a code that no int holds":                                     {400, `{"error":{"code":99999999999999999999,"message":"m"}}`, Error{Status: 400, Message: "m"}},
		"a code with a fraction":                                       {400, `{"error":{"code":190.5,"message":"m"}}`, Error{Status: 400, Message: "m"}},
		"a code in the message alone":                                  {400, `{"error":{"code":null,"message":"(#100) no"}}`, Error{Status: 400, Code: 100, Message: "(#100) no"}},
		"a negative one":                                               {500, `{"error":{"code":true,"message":"(#-3) no"}}`, Error{Status: 500, Code: -3, Message: "(#-3) no"}},
		"one that a text has for itself":                               {400, `{"error":"(#10) no"}`, Error{Status: 400, Code: 10, Message: "(#10) no"}},
		"a code, and another in its text":                              {400, `{"error":{"code":190,"message":"(#100) no"}}`, Error{Status: 400, Code: 190, Message: "(#100) no"}},
		"a text for an error":                                          {400, `{"error":"no"}`, Error{Status: 400, Message: "no"}},
		"a word of OAuth's, and a description":                         {400, `{"error":"invalid_grant","error_description":"Code was used."}`, Error{Status: 400, Message: "Code was used."}},
		"a code that is a text, no subcode, error_data that is a text": {400, `{"error":{"code":"200","message":"m","error_data":"{}"}}`, Error{Status: 400, Code: 200, Message: "m"}},
		"a subcode that is a text, error_data that is an object":       {400, `{"error":{"error_data":{"x":[]},"code":100,"error_subcode":"33"}}`, Error{Status: 400, Code: 100, Subcode: 33}},
		"a subcode that is null":                                       {400, `{"error":{"code":100,"error_subcode":null,"message":null}}`, Error{Status: 400, Code: 100}},
		"a code with a point":                                          {400, `{"error":{"code":190.0}}`, Error{Status: 400, Code: 190}},
		"a word for what passes":                                       {400, `{"error":{"code":5,"is_transient":"true"}}`, Error{Status: 400, Code: 5, Transient: true}},
		"a text for people only":                                       {500, `{"error":{"code":1,"error_user_msg":"Later."}}`, Error{Status: 500, Code: 1, UserMessage: "Later."}},
		"an error of which nothing can be read":                        {200, `{"id":"1","error":{}}`, Error{Status: 200}},
		"no more than that there is an error":                          {200, `{"id":"1","error":true}`, Error{Status: 200}},
		"an error that is a number":                                    {200, `{"id":"1","error":7}`, Error{Status: 200}},
		"an error that is a list":                                      {200, `{"error":[{"code":1}],"id":"1"}`, Error{Status: 200}},
		"an array":                                                     {500, `[{"error":{"code":1}}]`, Error{Status: 500}},
		"an error that is cut":                                         {400, `{"error":{"code":190,"message":"m","type":"OAu`, Error{Status: 400, Code: 190, Message: "m"}},
		"one name twice":                                               {400, `{"error":{"code":1,"code":190}}`, Error{Status: 400, Code: 190}},
		"bytes that are no UTF-8":                                      {400, "{\"error\":{\"code\":190,\"message\":\"\xff\"}}", Error{Status: 400, Code: 190, Message: " "}},
		"a page of a proxy":                                            {502, `<html><body>Bad Gateway</body></html>`, Error{Status: 502}},
		"nothing":                                                      {500, ``, Error{Status: 500}},
		"a line break for the log to stumble on":                       {400, `{"error":{"code":1,"message":"a\nb\u001b[0m"}}`, Error{Status: 400, Code: 1, Message: "a b [0m"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := (*Error)(nil)
			if err := checkResponse(c.status, nil, []byte(c.body)); !errors.As(err, &got) || *got != c.want {
				t.Errorf("error = %#v\nwant %#v", err, c.want)
			}
		})
	}
}

func TestCheckResponse_refusesWhatIsNotJSON(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"nothing":            {"", ErrNotJSON},
		"space":              {" \n", ErrNotJSON},
		"a page":             {"<!doctype html><title>Log in</title>", ErrNotJSON},
		"a text":             {`"ok"`, ErrNotJSON},
		"a number":           {"1", ErrNotJSON},
		"an object cut":      {`{"id":"1","media":{"data":[`, ErrCut},
		"an array cut":       {`[{"id":"1"}`, ErrCut},
		"a single brace":     {"{", ErrCut},
		"brackets that mix":  {"{]", ErrCut},
		"a page in brackets": {"{}<html>", ErrCut},
	} {
		if err := checkResponse(200, nil, []byte(c.body)); !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", name, err, c.want)
		}
	}
}

func TestCheckResponse_takesAnAnswerForWhatItIs(t *testing.T) {
	for _, body := range []string{
		`{}`, `[]`, `{"data":[]}`, ` {"id":"1"} `,
		`{"id":"1","error":null}`, `{"error":null}`, `{"error":false,"id":"1"}`, `{"error":"","id":"1"}`, `{"error":[],"id":"1"}`, `{"error":0,"id":"1"}`, `{"id":"1","caption":"\"error\""}`, `{"id":"1","media":{"error":{"code":190}}}`,
		`{"errors":1}`, `{"id":"\"error\""}`,
	} {
		if err := checkResponse(200, nil, []byte(body)); err != nil {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

func TestCheckResponse_saysHowLongToWait(t *testing.T) {
	const spent = `{"error":{"code":80002}}`
	usage := func(minutes string) http.Header {
		return http.Header{"X-Business-Use-Case-Usage": {
			`{"1":[{"type":"instagram","call_count":100,"estimated_time_to_regain_access":0}],
			  "2":[{"type":"instagram","call_count":100,"estimated_time_to_regain_access":` + minutes + `}]}`}}
	}
	after := func(value string) http.Header { return http.Header{"Retry-After": {value}} }
	for name, c := range map[string]struct {
		header http.Header
		body   string
		want   time.Duration
	}{
		"no header":                      {nil, spent, limited},
		"minutes of the longest account": {usage("19"), spent, 19 * time.Minute},
		"no wait without a limit":        {usage("19"), `{"error":{"code":100}}`, 0},
		"a wait too long to be true":     {usage("1e300"), spent, 24 * time.Hour},
		"a wait below zero":              {usage("-5"), spent, limited},
		"seconds":                        {after("120"), `{"error":{"code":2}}`, 2 * time.Minute},
		"seconds below zero":             {after("-1"), spent, limited},
		"more seconds than a day":        {after("999999999"), spent, 24 * time.Hour},
		"a moment that is past":          {after("Sat, 01 Jan 2000 00:00:00 GMT"), spent, limited},
		"a moment far away":              {after("Fri, 01 Jan 2100 00:00:00 GMT"), spent, 24 * time.Hour},
		"a word":                         {after("soon"), spent, limited},
	} {
		got := (*Error)(nil)
		if err := checkResponse(400, c.header, []byte(c.body)); !errors.As(err, &got) || got.RetryAfter != c.want {
			t.Errorf("%s: error = %#v, want a wait of %v", name, err, c.want)
		}
	}
}

// secrets are texts with a secret in them that holds the word Hush.
var secrets = []string{"EAAHushHushHush", "access_token=Hush", "1234567890|HushHushHush", "Bearer HushHush"}

func TestCheckResponse_keepsNoSecretOfAnAnswer(t *testing.T) {
	for _, secret := range secrets {
		for _, text := range []string{secret, strings.ReplaceAll(secret, "=", "\x00="), "Cannot parse " + secret + ".", strings.Repeat("x ", 500) + secret} {
			quoted, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			body := fmt.Sprintf(`{"error":{"message":%[1]s,"type":%[1]s,"code":190,"error_user_title":%[1]s,"error_user_msg":%[1]s,"fbtrace_id":%[1]s}}`, quoted)
			err = checkResponse(400, nil, []byte(body))
			if KindOf(err) != Unauthenticated {
				t.Fatalf("%s is not read: %v", body, err)
			}
			if got := fmt.Sprintf("%+v %#v", err, err); strings.Contains(got, "Hush") {
				t.Errorf("the error tells the secret: %s", got)
			}
		}
	}
}

func FuzzCheckResponse(f *testing.F) {
	f.Add(200, `{"id":"1"}`)
	f.Add(200, `{"error":{"message":"m","code":190}}`)
	f.Add(400, `{"error":{"message":"m","type":"OAuthException","code":100,"error_subcode":33,"fbtrace_id":"A"}}`)
	f.Add(400, `{"error_type":"OAuthException","code":400,"error_message":"m"}`)
	f.Add(502, `<html>`)
	f.Add(500, `{"error":{"code":"1","message":"\ud800 EAAHushHushHush"}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		err := checkResponse(status, nil, []byte(body))
		if err == nil {
			if status < 200 || status >= 300 {
				t.Fatalf("status %d is no error", status)
			}
			return
		}
		if KindOf(err) == Unknown {
			t.Fatalf("%#v has no kind", err)
		}
		if text := err.Error(); len(text) > 2000 || strings.ContainsFunc(text, unicode.IsControl) {
			t.Fatalf("Error() = %q", text)
		}
		if e := (*Error)(nil); errors.As(err, &e) && redact.Secrets(e.Message) != e.Message {
			t.Fatalf("Message = %q, which tells a secret", e.Message)
		}
	})
}

// Each rule has a case in errors.yml.
func TestRules_areAllTried(t *testing.T) {
	text, err := os.ReadFile("testdata/errors.yml")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Code, Subcode int }
	if err := yaml.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		if r.code != 0 && !slices.ContainsFunc(cases, func(c struct{ Code, Subcode int }) bool {
			return c.Code == r.code && (r.subcode == 0 || c.Subcode == r.subcode)
		}) {
			t.Errorf("no case for code %d, subcode %d", r.code, r.subcode)
		}
	}
}
