// Package batch reads batches, which are many requests in one, and what their items take
// from the answers to earlier ones.
//
//	batch.go     a batch and its items
//	reference.go what an item takes from the answers to others
//	jsonpath.go  the values at a place in an answer
//
// Source: Meta, Graph API, "Batch Requests".
package batch

import (
	"encoding/json"
	"slices"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// Most is the most items that one batch holds.
const Most = 50

// Batch is a batch whose items wait only for earlier ones.
type Batch struct {
	Items []Item
	// awaited are the names that some item waits for.
	awaited []string
}

// Item is one request of a batch.
type Item struct {
	Method      string `json:"method"`
	RelativeURL string `json:"relative_url"`
	Body        string `json:"body"`
	AccessToken string `json:"access_token"`
	// Name is what later items call the item, DependsOn names those that the item waits
	// for, with commas between.
	Name      string `json:"name"`
	DependsOn string `json:"depends_on"`
	// Omit is whether the answer is left out where the item succeeds.
	Omit *bool `json:"omit_response_on_success"`
}

// Read reads the value of the parameter batch: a JSON array of items. The error is Meta's
// GraphBatchException.
func Read(text string) (*Batch, error) {
	b := &Batch{}
	if err := json.Unmarshal([]byte(text), &b.Items); err != nil {
		return nil, apierror.BadBatch("Batch request body is malformed")
	}
	if len(b.Items) > Most {
		return nil, apierror.BadBatch("Too many requests in batch message. Maximum batch size is %d", Most)
	}
	var known []string
	for _, item := range b.Items {
		for _, parent := range item.parents() {
			if !slices.Contains(known, parent) {
				return nil, apierror.BadBatch("No earlier request in the batch is named %s", parent)
			}
			b.awaited = append(b.awaited, parent)
		}
		if item.Name == "" {
			continue
		}
		if slices.Contains(known, item.Name) {
			return nil, apierror.BadBatch("The name %s is used more than once in the batch", item.Name)
		}
		known = append(known, item.Name)
	}
	return b, nil
}

// Omits reports whether the answer to an item is left out where the item succeeds: unless
// the item says otherwise, if others wait for it.
func (b *Batch) Omits(item Item) bool {
	return item.Name != "" && slices.Contains(b.awaited, item.Name) && (item.Omit == nil || *item.Omit)
}
