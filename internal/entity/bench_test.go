package entity_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/fields"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// feed is the answer that the server benchmark of package graph reads: 25 media
// of 8 fields.
func feed(tb testing.TB) []byte {
	tb.Helper()
	body, err := os.ReadFile("../../graph/testdata/feed.json")
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// feedPlan wants all that the feed holds.
func feedPlan(tb testing.TB) *expansion.Expansion {
	tb.Helper()
	files, err := filepath.Glob("../../schema/*.graphqls")
	if err != nil {
		tb.Fatal(err)
	}
	sources := []*ast.Source{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: file, Input: string(text)})
	}
	m, err := mapping.Read(gqlparser.MustLoadSchema(sources...))
	if err != nil {
		tb.Fatal(err)
	}
	edge := m.Type("User").Fields["media"].Edge
	params := []fields.Param{{Name: "limit", Value: "25"}}
	return &expansion.Expansion{Type: m.Type("User"), Edges: []*expansion.Edge{{
		Edge: edge, Params: params, Key: expansion.Key(edge, params), Node: &expansion.Expansion{Type: m.Type("Media")},
	}}}
}

func BenchmarkDecode(b *testing.B) {
	type mediaType string
	models := entity.NewModels(map[string]any{
		"User": new(struct{ entity.Base }),
		"Media": new(struct {
			entity.Base
			Caption       *string    `graphapi:"caption"`
			MediaType     *mediaType `graphapi:"media_type"`
			MediaURL      *string    `graphapi:"media_url"`
			Permalink     *string    `graphapi:"permalink"`
			Timestamp     *time.Time `graphapi:"timestamp"`
			LikeCount     *int32     `graphapi:"like_count"`
			CommentsCount *int32     `graphapi:"comments_count"`
		}),
	})
	body, wanted := feed(b), feedPlan(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := models.Decode(body, wanted); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkEncodingJSON reads the same answer with encoding/json into plain
// structs: the yardstick of the machine for BenchmarkDecode, and for the
// server benchmark of package graph.
func BenchmarkEncodingJSON(b *testing.B) {
	body := feed(b)
	b.ReportAllocs()
	for b.Loop() {
		var user struct {
			ID    string
			Media struct {
				Data []struct {
					ID, Caption, Permalink, Timestamp string
					MediaType                         string `json:"media_type"`
					MediaURL                          string `json:"media_url"`
					LikeCount                         int    `json:"like_count"`
					CommentsCount                     int    `json:"comments_count"`
				}
			}
		}
		if err := json.Unmarshal(body, &user); err != nil || len(user.Media.Data) != 25 {
			b.Fatal(err, len(user.Media.Data))
		}
	}
}
