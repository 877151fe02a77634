package localgraph

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
)

// audioSearch is the path that finds audio by a text, a type, or both.
const audioSearch = "ig_audio"

// audioTypes are what a search can be narrowed to.
var audioTypes = []string{"", "music", "original_sound", "trending"}

// How much audio a search answers with where it names no limit, and at most.
const (
	usualAudio = 25
	mostAudio  = 50
)

// searchAudio answers a search: a page of what is found, the trending first.
func (s *Server) searchAudio(ctx context.Context, req *request) ([]byte, error) {
	if !req.viewer.Permissions.Has(catalog.Basic) {
		return nil, apierror.MissingPermission()
	}
	text, kind, limit := strings.ToLower(req.params.Get("search")), req.params.Get("type"), usualAudio
	switch {
	case text == "" && kind == "":
		return nil, apierror.ParameterRequired("search")
	case !slices.Contains(audioTypes, kind):
		return nil, apierror.BadParameter("Param type must be one of {%s}", strings.Join(audioTypes[1:], ", "))
	}
	if given := req.params.Get("limit"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			return nil, apierror.BadParameter("Param limit must be an integer greater than 0")
		}
		limit = min(n, mostAudio)
	}
	call, err := s.call(req)
	if err != nil {
		return nil, err
	}
	found, err := s.findAudio(ctx, text, kind, limit)
	if err != nil {
		return nil, err
	}
	a, err := s.graph.Nodes(ctx, call, found)
	if err != nil {
		return nil, err
	}
	body := []byte(`{"data":[`)
	for i := range found {
		if i > 0 {
			body = append(body, ',')
		}
		body = a.AppendNode(body, i)
	}
	return append(body, "]}"...), nil
}

// findAudio returns audio with a text in title, artist or account name, and of a type;
// empty ones are any.
func (s *Server) findAudio(ctx context.Context, text, kind string, limit int) ([]expand.Node, error) {
	var found []expand.Node
	err := s.db.Query(ctx, `SELECT id FROM audio
		WHERE instr(lower(title || ' ' || coalesce(artist, '') || ' ' || coalesce(username, '')), :text)
		AND CASE :type WHEN '' THEN 1 WHEN 'trending' THEN trending IS NOT NULL ELSE audio_type = upper(:type) END
		ORDER BY trending IS NULL, trending, seq DESC LIMIT :limit`,
		func(rows *sql.Rows) error {
			n := expand.Node{Type: catalog.TypeOf(catalog.Audio, catalog.Facebook)}
			err := rows.Scan(&n.ID)
			found = append(found, n)
			return err
		}, sql.Named("text", text), sql.Named("type", kind), sql.Named("limit", limit))
	return found, err
}
