package graphapi

import (
	"errors"
	"net/http"

	"github.com/gramql/gramql/internal/graphapi/batch"
)

// BatchAnswer is the answer to one call of a batch: a body, or an error of the kinds that
// Do gives, or both for an *Error that is Beside.
type BatchAnswer struct {
	Body []byte
	Err  error
	// Inside are the errors inside a body that is good as a whole.
	Inside []*Error
}

// readBatch takes the answers to so many calls apart.
func readBatch(answer *Answer, calls int) ([]BatchAnswer, error) {
	items, err := batch.Read(answer.Body, calls)
	if err != nil {
		return nil, ErrNotJSON
	}
	answers := make([]BatchAnswer, len(items))
	for i, item := range items {
		answers[i] = judgeItem(answer.Header, item)
	}
	return answers, nil
}

// judgeItem returns the answer that an item is. With include_headers=false the only headers
// are the batch's own.
func judgeItem(header http.Header, item batch.Item) BatchAnswer {
	switch {
	case errors.Is(item.Err, batch.ErrUnfinished):
		return BatchAnswer{Err: ErrUnfinished}
	case item.Err != nil:
		return BatchAnswer{Err: ErrNotJSON}
	}
	answer := BatchAnswer{Body: item.Body, Err: checkResponse(item.Status, header, item.Body)}
	if refusal, ok := errors.AsType[*Error](answer.Err); answer.Err != nil && (!ok || !refusal.Beside()) {
		answer.Body = nil
	}
	if answer.Err == nil {
		answer.Inside = errorsInside(header, answer.Body)
	}
	return answer
}
