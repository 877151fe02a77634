package graphapi

import "testing"

func TestAnswer_tellsWhatAWriteHasCreated(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":"17895695668004550"}`:             "17895695668004550",
		`{"text":"id","id":17895695668004550}`:   "17895695668004550",
		`{"id":"1\u0037"}`:                       "17",
		`{"success":true,"deleted_id":"17"}`:     "",
		`{"id":null}`:                            "",
		`{"id":{"id":"1"}}`:                      "",
		`{"id":true}`:                            "",
		`[{"id":"1"}]`:                           "",
		`{`:                                      "",
		`{"media":{"id":"2"},"id":"1","x":[{}]}`: "1",
	} {
		if got := (&Answer{Body: []byte(body)}).ID(); got != want {
			t.Errorf("%s is about %q, want %q", body, got, want)
		}
	}
	if got := (&Answer{Body: []byte(`{"recipient_id":"5","message_id":"aWdf"}`)}).Text("message_id"); got != "aWdf" {
		t.Errorf("the message is %q", got)
	}
}

func TestAnswer_deniesWhatItSaysWasNotDone(t *testing.T) {
	for body, want := range map[string]bool{
		`{"success":true}`: false, `{"success":false}`: true, `{"id":"1"}`: false, `{"success":"no"}`: false, `[]`: false, `{"success":null}`: false,
	} {
		if got := (&Answer{Body: []byte(body)}).Denies(); got != want {
			t.Errorf("%s denies: %t", body, got)
		}
	}
}
