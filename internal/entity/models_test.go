package entity_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/entity/shape"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Models with a field of each type.
type (
	User struct {
		entity.Base
		Username   *string `graphapi:"username"`
		MediaCount *int32  `graphapi:"media_count"`
	}
	Media struct {
		entity.Base
		Caption      *string    `graphapi:"caption"`
		MediaType    *MediaType `graphapi:"media_type"`
		LikeCount    *int32     `graphapi:"like_count"`
		ViewCount    *int64     `graphapi:"view_count"`
		SharedToFeed *bool      `graphapi:"is_shared_to_feed"`
		Timestamp    *time.Time `graphapi:"timestamp"`
		Owner        *User      `graphapi:"owner"`
		Info         *Info      `graphapi:"info"`
		Permalink    *string    `graphapi:"permalink" form:"url"`
		Rate         *float64   `graphapi:"rate"`
		Hidden       *bool      `graphapi:"hidden"`
		Words        []string   `graphapi:"words"`
		Series       []*Value   `graphapi:"series"`

		Anything []json.RawMessage `graphapi:"anything"`
	}
	Comment struct {
		entity.Base
		Text     *string `graphapi:"text"`
		ParentID *string `graphapi:"parent_id"`
	}
	Info struct {
		Eligible *bool   `graphapi:"eligible"`
		Reason   *string `graphapi:"reason"`
	}
	Value struct {
		Number *int64     `graphapi:"value"`
		Parts  []*Part    `graphapi:"value"`
		Share  *float64   `graphapi:"value"`
		End    *time.Time `graphapi:"end"`
	}
	Part struct {
		Key   *string `graphapi:"key"`
		Value *int64  `graphapi:"value"`
	}
	MediaType string
)

func (p *Part) SetName(name string) { p.Key = &name }

func (m MediaType) IsValid() bool { return m == "IMAGE" || m == "CAROUSEL_ALBUM" || m == "UNKNOWN" }

var models = entity.NewModels(map[string]any{"User": new(User), "Media": new(Media), "Comment": new(Comment)})

var (
	userType    = &mapping.Type{Name: "User", Node: "IGUser"}
	mediaType   = &mapping.Type{Name: "Media", Node: "IGMedia"}
	commentType = &mapping.Type{Name: "Comment", Node: "IGComment"}
	comments    = &mapping.Edge{Name: "comments", Parent: mediaType, PageSize: 50}
)

// commentsEdge wants a page of comments.
func commentsEdge(params ...fields.Param) *expansion.Edge {
	return &expansion.Edge{Edge: comments, Params: params, Key: expansion.Key(comments, params), Node: &expansion.Expansion{Type: commentType}}
}

// wantedMedia wants a media with all its fields, its owner and comments.
func wantedMedia() *expansion.Expansion {
	return &expansion.Expansion{
		Type: mediaType,
		Names: []string{
			"caption", "media_type", "like_count", "view_count", "is_shared_to_feed", "timestamp", "info",
			"permalink", "rate", "hidden", "words", "series", "anything",
		},
		Objects: []*expansion.Object{{Name: "owner", Node: &expansion.Expansion{Type: userType}}},
		Edges:   []*expansion.Edge{commentsEdge()},
	}
}

// shown is what a test sees of an entity: its values as JSON, without its empty
// fields, and the errors of those that could not be read, in the order of the models.
type shown struct {
	faults entity.Faults
	lost   []string
}

// asJSON returns an entity as JSON.
func asJSON(t *testing.T, e entity.Entity) string {
	t.Helper()
	return new(shown).json(t, e)
}

func (s *shown) json(t *testing.T, e entity.Entity) string {
	t.Helper()
	text, err := json.Marshal(s.members(e))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s *shown) members(model any) any {
	if model == nil {
		return nil
	}
	all := map[string]any{}
	value := reflect.ValueOf(model).Elem()
	seen := map[string]bool{}
	for i := range value.NumField() {
		field, name := value.Field(i), value.Type().Field(i).Tag.Get(shape.Tag)
		if name == "" {
			continue
		}
		if fault := s.faults.Of(model, name); fault != nil && !seen[name] {
			if lost, ok := errors.AsType[*entity.ValueError](fault.Whole); ok {
				s.lose(lost)
			}
			s.lose(fault.Items...)
		}
		seen[name] = true
		if !field.IsNil() {
			all[name] = s.value(field)
		}
	}
	if e, ok := model.(entity.Entity); ok {
		all["id"] = e.EntityBase().GraphID
		for _, edge := range e.EntityBase().Plan.Edges {
			page, err := e.EntityBase().Page(edge.Key)
			if lost, ok := errors.AsType[*entity.ValueError](err); ok {
				s.lose(lost)
			} else if page != nil && len(page.Items) > 0 {
				all[edge.Name] = s.items(page)
			}
		}
	}
	return all
}

func (s *shown) lose(lost ...*entity.ValueError) {
	for _, err := range lost {
		if err != nil {
			s.lost = append(s.lost, strings.TrimPrefix(err.Error(), "the Graph API's answer has "))
		}
	}
}

func (s *shown) value(field reflect.Value) any {
	if field.Type() == reflect.TypeFor[*time.Time]() {
		return field.Interface()
	}
	switch {
	case field.Kind() == reflect.Pointer && field.Type().Elem().Kind() == reflect.Struct:
		return s.members(field.Interface())
	case field.Kind() == reflect.Slice && field.Type().Elem().Kind() == reflect.Pointer:
		items := []any{}
		for i := range field.Len() {
			items = append(items, s.members(field.Index(i).Interface()))
		}
		return items
	}
	return field.Interface()
}

func (s *shown) items(page *entity.Page) []any {
	items := []any{}
	for _, item := range page.Items {
		if lost, ok := item.(*entity.ValueError); ok {
			s.lose(lost)
			item = nil
		}
		items = append(items, s.members(item))
	}
	return items
}
