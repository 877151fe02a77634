package main

import (
	"fmt"
	"strings"
	"testing"
)

// stream writes events as graphql-sse does.
func stream(data ...string) string {
	text := ":\n\n"
	for i, d := range data {
		text += fmt.Sprintf("id: %d\nevent: next\ndata: %s\n\n", i, d)
	}
	return text
}

func told(state string, progress float64) string {
	return fmt.Sprintf(`{"data":{"publication":{"id":"1","state":%q,"progress":%v}}}`, state, progress)
}

const complete = "event: complete\ndata:\n\n"

func TestReadEvents_readsUntilTheEnd(t *testing.T) {
	t.Parallel()
	got, err := readEvents(strings.NewReader(stream(told("QUEUED", 0), told("FAILED", 0.5)) + complete))
	if err != nil || len(got) != 2 || got[1].State != "FAILED" || got[1].Progress != 0.5 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestReadEvents_findsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, because := range map[string]string{
		stream(told("QUEUED", 0)):            "broke off",
		stream(told("QUEUED", 0)) + complete: "is no end",
		complete:                             "is no end",
		stream(told("QUEUED", 0.5), told("FAILED", 0)) + complete: "the progress fell from 0.5 to 0",
		stream(`{"errors":[{"message":"not found"}]}`) + complete: "not found",
		stream(`{"data":`) + complete:                             "unexpected end",
	} {
		if _, err := readEvents(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), because) {
			t.Errorf("%q: %v; want %q", text, err, because)
		}
	}
}
