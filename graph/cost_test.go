package graph

import (
	"encoding/json"
	"testing"
)

func TestCost_isWrittenAsEncodingJSONWouldWriteIt(t *testing.T) {
	for _, c := range []cost{{}, {1, 2, 3}, {-1, 1 << 40, 100_000}} {
		want, err := json.Marshal(c)
		if got := string(c.AppendJSON([]byte("x"))); err != nil || got != "x"+string(want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
