package loader

import (
	"errors"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Search returns the node that a search finds; nil for none.
func (l *Loader) Search(s *lookup.Search) (entity.Entity, error) {
	hashtag, err := l.find(s)
	if hashtag == nil || err != nil || s.Node.IDOnly() {
		return hashtag, err
	}
	found, errs := l.LookUp(lookup.Lookup{ID: entity.IDOf(hashtag), Node: s.Node})
	return found[0], errs[0]
}

// find returns the node that a search finds, with its id alone; nil for none.
func (l *Loader) find(s *lookup.Search) (entity.Entity, error) {
	actor, err := l.Actor()
	if err != nil {
		return nil, err
	}
	done, err := l.Turn()
	if err != nil {
		return nil, err
	}
	defer done()
	found, err := answer.Nodes(answer.To(l.Reader, s.Call(actor),
		func(m entity.Models, body []byte) (*entity.Page, error) {
			return m.DecodeSearch(body, &expansion.Expansion{Type: s.Node.Type})
		}))
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok && refusal.NoHashtag() {
		return nil, nil
	}
	l.disown(actor, err)
	return answer.First(found, err)
}
