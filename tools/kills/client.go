package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/localgraph"
)

// client asks gramql. A process that was killed answers nothing more.
var client = &http.Client{Timeout: 20 * time.Second}

// publication is what gramql says of a post.
type publication struct {
	ID, State string
	Progress  float64
	Media     *struct{ ID, Caption string }
	Error     *struct{ Code, Message, Hint string }
}

// final reports whether nothing changes any more.
func (p *publication) final() bool { return p.State == "PUBLISHED" || p.State == "FAILED" }

// refusal is an answer with errors.
type refusal struct{ message string }

func (r refusal) Error() string { return "gramql answers: " + r.message }

// ask sends an operation and reads its data.
func ask(ctx context.Context, url, operation string, variables, data any) error {
	body, err := json.Marshal(map[string]any{"query": operation, "variables": variables})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+localgraph.DemoToken)
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: data}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return err
	}
	if len(answer.Errors) > 0 {
		return refusal{answer.Errors[0].Message}
	}
	return nil
}

const publishMedia = `mutation ($input: PublishMediaInput!) { publishMedia(input: $input) { publication { id state } } }`

// publish has a post published under a key, and returns the publication's id.
func publish(ctx context.Context, url, key string, content any) (string, error) {
	var data struct {
		PublishMedia struct{ Publication publication }
	}
	err := ask(ctx, url, publishMedia, map[string]any{"input": map[string]any{"content": content, "idempotencyKey": key}}, &data)
	if err == nil && data.PublishMedia.Publication.ID == "" {
		err = errors.New("the publication has no id")
	}
	return data.PublishMedia.Publication.ID, err
}

// read returns what gramql says of a publication.
func read(ctx context.Context, url, id string) (*publication, error) {
	var data struct{ Publication *publication }
	err := ask(ctx, url, `query ($id: ID!) { publication(id: $id) { id state progress media { id caption } error { code message hint } } }`,
		map[string]string{"id": id}, &data)
	if err == nil && data.Publication == nil {
		err = fmt.Errorf("the publication %s is lost", id)
	}
	return data.Publication, err
}
