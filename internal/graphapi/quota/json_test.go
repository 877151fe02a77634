package quota

import (
	"encoding/json"
	"testing"

	"github.com/gramql/gramql/internal/graphapi/usage"
)

func TestStanding_isWrittenAsEncodingJSONWouldWriteIt(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]Standing{
		"empty": {Accounts: []Account{}},
		"full": {
			App:      &usage.Share{Calls: 1, Time: 2, CPUTime: 3},
			Accounts: []Account{{"17", "instagram", usage.Share{Calls: 4, Time: 5, CPUTime: 6}, 7}, {"1\"8\n", "é\\", usage.Share{}, 0}},
			Calls:    Calls{8, 9}, Hashtags: Hashtags{10, 30}, Publishing: &Publishing{11, 12}, Pace: Queued, RetryAfter: 13,
		},
		"one account": {Accounts: []Account{{ID: "-", Regain: -1}}, Pace: Free},
	} {
		want, err := json.Marshal(s)
		if got := string(s.AppendJSON([]byte("x"))); err != nil || got != "x"+string(want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
