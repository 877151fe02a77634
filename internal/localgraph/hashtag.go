package localgraph

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/expand"
)

// hashtagSearch is the path that finds a hashtag by its name.
const hashtagSearch = "ig_hashtag_search"

// The quota of an account: up to maxHashtags different hashtags within
// hashtagWindow seconds. To search one again costs nothing, and does not prolong
// its time.
//
// Source: Meta, Instagram Platform, "Hashtag Search".
const (
	maxHashtags   = 30
	hashtagWindow = 7 * 24 * 3600
)

// searchHashtag answers a search: a list of the one hashtag found.
func (s *Server) searchHashtag(ctx context.Context, req *request) ([]byte, error) {
	if !req.viewer.Permissions.Has(catalog.Hashtags) {
		return nil, apierror.MissingPermission()
	}
	account, name := req.params.Get("user_id"), req.params.Get("q")
	switch {
	case account == "":
		return nil, apierror.ParameterRequired("user_id")
	case name == "":
		return nil, apierror.ParameterRequired("q")
	case account != strconv.FormatInt(req.viewer.Account, 10):
		return nil, apierror.UnknownObject("get", account, req.login)
	}
	call, err := s.call(req)
	if err != nil {
		return nil, err
	}
	id, err := s.noteSearch(ctx, req.viewer.Account, strings.ToLower(name))
	if err != nil {
		return nil, err
	}
	a, err := s.graph.Nodes(ctx, call, []expand.Node{{ID: id, Type: catalog.TypeOf(catalog.Hashtag, req.viewer.Login)}})
	if err != nil {
		return nil, err
	}
	return append(a.AppendNode([]byte(`{"data":[`), 0), "]}"...), nil
}

// noteSearch returns the id of a hashtag, and charges the account's quota.
func (s *Server) noteSearch(ctx context.Context, account int64, name string) (id int64, err error) {
	now := s.options.Now().Unix()
	err = s.db.Update(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT id FROM hashtag WHERE name = ?", name).Scan(&id); err != nil {
			if errors.Is(err, sql.ErrNoRows) {
				return apierror.UnknownHashtag()
			}
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM hashtag_search WHERE account_id = ? AND searched <= ?", account, now-hashtagWindow); err != nil {
			return err
		}
		var known, searched int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(id = ?), 0), count(*) FROM hashtag_search WHERE account_id = ?", id, account).Scan(&known, &searched); err != nil || known > 0 {
			return err
		}
		if searched >= maxHashtags {
			return apierror.TooManyHashtags()
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO hashtag_search (id, account_id, searched) VALUES (?, ?, ?)", id, account, now)
		return err
	})
	return id, err
}
