package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gramql/gramql/internal/localgraph"
)

// watch subscribes to a publication, and returns all that is told of it once that ends.
func watch(ctx context.Context, url, id string) ([]publication, error) {
	body, err := json.Marshal(map[string]any{
		"query":     `subscription ($id: ID!) { publication(id: $id) { id state progress media { id caption } error { code message hint } } }`,
		"variables": map[string]string{"id": id},
	})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	response, err := (&http.Client{}).Do(r) // without a time limit but the context's
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the event stream is answered %s", response.Status)
	}
	return readEvents(response.Body)
}

// readEvents reads the events of a publication until the server says that no more come.
func readEvents(stream io.Reader) (told []publication, err error) {
	event := ""
	lines := bufio.NewScanner(stream)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case name == "event":
			event = value
		case name == "data" && event == "next":
			var answer struct {
				Data   struct{ Publication *publication }
				Errors []struct{ Message string }
			}
			if err := json.Unmarshal([]byte(value), &answer); err != nil {
				return told, err
			}
			if len(answer.Errors) > 0 {
				return told, refusal{answer.Errors[0].Message}
			}
			told = append(told, *answer.Data.Publication)
		}
		if event == "complete" {
			return told, checkTold(told)
		}
	}
	return told, errors.Join(fmt.Errorf("the event stream broke off; told was %v", told), lines.Err())
}

// checkTold returns what is wrong with all that was told of a publication.
func checkTold(told []publication) error {
	if len(told) == 0 || !told[len(told)-1].final() {
		return fmt.Errorf("the last that was told is no end: %v", told)
	}
	for i, p := range told[1:] {
		if p.Progress < told[i].Progress {
			return fmt.Errorf("the progress fell from %v to %v", told[i].Progress, p.Progress)
		}
	}
	return nil
}
