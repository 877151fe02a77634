package entity_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
)

// Models with a field of each type.
type (
	User struct {
		entity.Node
		Username   *string `graphapi:"username"`
		MediaCount *int32  `graphapi:"media_count"`
	}
	Media struct {
		entity.Node
		Caption      *string    `graphapi:"caption"`
		MediaType    *MediaType `graphapi:"media_type"`
		LikeCount    *int32     `graphapi:"like_count"`
		ViewCount    *int64     `graphapi:"view_count"`
		SharedToFeed *bool      `graphapi:"is_shared_to_feed"`
		Timestamp    *time.Time `graphapi:"timestamp"`
		Owner        *User      `graphapi:"owner"`
		Info         *Info      `graphapi:"info"`
	}
	Comment struct {
		entity.Node
		Text *string `graphapi:"text"`
	}
	Info struct {
		Eligible *bool   `graphapi:"eligible"`
		Reason   *string `graphapi:"reason"`
	}
	MediaType string
)

func (m MediaType) IsValid() bool { return m == "IMAGE" || m == "CAROUSEL_ALBUM" || m == "UNKNOWN" }

var models = entity.NewModels(map[string]any{"User": new(User), "Media": new(Media), "Comment": new(Comment)})

var (
	userType    = &mapping.Type{Name: "User", Node: "IGUser"}
	mediaType   = &mapping.Type{Name: "Media", Node: "IGMedia"}
	commentType = &mapping.Type{Name: "Comment", Node: "IGComment"}
	comments    = &mapping.Edge{Name: "comments", Parent: mediaType, PageSize: 50}
)

// commentsEdge wants a page of comments.
func commentsEdge(params ...fields.Param) *plan.Edge {
	return &plan.Edge{Edge: comments, Params: params, Key: plan.Key(comments, params), Node: &plan.Node{Type: commentType}}
}

// wantedMedia wants a media with its owner and comments.
func wantedMedia() *plan.Node {
	return &plan.Node{
		Type:    mediaType,
		Objects: []*plan.Object{{Name: "owner", Node: &plan.Node{Type: userType}}},
		Edges:   []*plan.Edge{commentsEdge()},
	}
}

// asJSON returns an entity as JSON, without its empty fields.
func asJSON(t *testing.T, e entity.Entity) string {
	t.Helper()
	text, err := json.Marshal(members(e))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func members(model any) any {
	if model == nil {
		return nil
	}
	all := map[string]any{}
	value := reflect.ValueOf(model).Elem()
	for i := range value.NumField() {
		field, name := value.Field(i), value.Type().Field(i).Tag.Get(entity.Tag)
		switch {
		case name == "" || field.IsNil():
		case field.Type().Elem().Kind() == reflect.Struct && field.Type() != reflect.TypeFor[*time.Time]():
			all[name] = members(field.Interface())
		default:
			all[name] = field.Interface()
		}
	}
	if e, ok := model.(entity.Entity); ok {
		all["id"] = e.Base().GraphID
		for _, edge := range e.Base().Plan.Edges {
			items := []any{}
			page, _ := e.Base().Page(edge.Key)
			for _, item := range page.Items {
				items = append(items, members(item))
			}
			if len(items) > 0 {
				all[edge.Name] = items
			}
		}
	}
	return all
}
