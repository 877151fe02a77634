package world

import (
	"database/sql"
	"fmt"
	"hash/crc32"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/localgraph/store"
)

func seeded(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := Seed(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	return db
}

// column returns the first column of a query, as texts.
func column(t *testing.T, db *store.DB, query string) (values []string) {
	t.Helper()
	if err := db.Query(t.Context(), query, func(rows *sql.Rows) error {
		var value sql.NullString
		err := rows.Scan(&value)
		values = append(values, value.String)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return values
}

// sum returns the checksum of a demo world.
func sum(t *testing.T, db *store.DB) uint32 {
	t.Helper()
	var all strings.Builder
	for _, query := range []string{
		"SELECT concat_ws('|', id, username, biography) FROM account ORDER BY seq",
		"SELECT concat_ws('|', id, caption, file, thumbnail, shortcode, created, age, likes, views, alt_text) FROM media ORDER BY seq",
		"SELECT concat_ws('|', id, media_id, parent_id, username, text, created, likes) FROM comment ORDER BY seq",
		"SELECT concat_ws('|', account_id, media_id) FROM tag ORDER BY seq",
		"SELECT concat_ws('|', h.id, name, group_concat(media_id)) FROM hashtag h LEFT JOIN hashtag_media ON hashtag_id = h.id GROUP BY h.id",
		"SELECT concat_ws('|', id, name, price, sale_price, review) FROM product ORDER BY seq",
		"SELECT concat_ws('|', id, media_id, product_id, x, y) FROM product_tag ORDER BY seq",
		"SELECT concat_ws('|', id, content, created, published, ready, failure, video) FROM container ORDER BY seq",
		"SELECT concat_ws('|', id, title, ahead, length) FROM upcoming_event ORDER BY seq",
		"SELECT concat_ws('|', id, conversation_id, incoming, text, created) FROM message ORDER BY seq",
		"SELECT concat_ws('|', id, media_id, account_id, status) FROM collaborator ORDER BY seq",
	} {
		fmt.Fprintln(&all, column(t, db, query))
	}
	return crc32.ChecksumIEEE([]byte(all.String()))
}

func TestSeed_plantsTheSameWorldEverywhere(t *testing.T) {
	// Whoever changes the world on purpose writes the new sum here, and raises
	// the version in internal/localgraph/store/schema.go.
	const want = 0xc0c307f2
	if got := sum(t, seeded(t)); got != want {
		t.Errorf("the world sums up to %#x, want %#x", got, want)
	}
}

func TestReplant_bringsBackWhatWasChanged(t *testing.T) {
	db := seeded(t)
	want, first := sum(t, db), column(t, db, "SELECT concat_ws('|', seq, id) FROM media ORDER BY seq")
	for _, change := range []string{
		"DELETE FROM comment WHERE seq % 2",
		"UPDATE media SET likes = 0",
		"INSERT INTO hashtag_search (id, account_id, searched) SELECT id, " + fmt.Sprint(Metricsaurus) + ", 1 FROM hashtag",
		"DELETE FROM account WHERE followers = -1",
	} {
		if err := db.Update(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.ExecContext(t.Context(), change)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if sum(t, db) == want {
		t.Fatal("nothing was changed")
	}
	if err := Replant(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if got := sum(t, db); got != want {
		t.Errorf("the world sums up to %#x, want %#x", got, want)
	}
	if again := column(t, db, "SELECT concat_ws('|', seq, id) FROM media ORDER BY seq"); !slices.Equal(again, first) {
		t.Error("media have other places, so that cursors lead elsewhere")
	}
	if searched := column(t, db, "SELECT id FROM hashtag_search"); len(searched) > 0 {
		t.Errorf("%d searches are remembered", len(searched))
	}
}

func TestSeed_plantsOnce(t *testing.T) {
	db := seeded(t)
	if err := Seed(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	if got := column(t, db, "SELECT username FROM account ORDER BY seq"); fmt.Sprint(got) != "[jayposiris metricsaurus cretaceouscoffee pebble.and.pine]" {
		t.Errorf("accounts: %v", got)
	}
}

func TestSeed_plantsWhatIsPromised(t *testing.T) {
	db := seeded(t)
	const posts = " FROM media WHERE owner_id = 17841405822304914 AND album_id IS NULL AND age IS NULL "
	for what, c := range map[string]struct {
		query string
		least int
	}{
		"media of metricsaurus":            {"SELECT id" + posts, 240},
		"images":                           {"SELECT id" + posts + "AND media_type = 'IMAGE'", 50},
		"videos that are no reels":         {"SELECT id" + posts + "AND media_type = 'VIDEO' AND product_type = 'FEED'", 5},
		"reels":                            {"SELECT id" + posts + "AND product_type = 'REELS'", 20},
		"albums":                           {"SELECT id" + posts + "AND media_type = 'CAROUSEL_ALBUM'", 20},
		"posts without a caption":          {"SELECT id" + posts + "AND caption IS NULL", 5},
		"reels without a file":             {"SELECT id" + posts + "AND product_type = 'REELS' AND file IS NULL", 3},
		"hidden like counts":               {"SELECT id" + posts + "AND likes_hidden", 5},
		"posts with the hashtag":           {"SELECT id" + posts + "AND caption LIKE '%#dinodata%'", 60},
		"captions that differ":             {"SELECT DISTINCT caption" + posts, 200},
		"captions of several lines":        {"SELECT id" + posts + "AND caption LIKE '%' || char(10) || '%'", 10},
		"posts with comments switched off": {"SELECT id" + posts + "AND NOT comments_enabled", 3},
		"posts with over 50 comments":      {"SELECT media_id FROM comment WHERE parent_id IS NULL GROUP BY media_id HAVING count(*) > 50", 3},
		"threads longer than a page":       {"SELECT parent_id FROM comment WHERE parent_id IS NOT NULL GROUP BY parent_id HAVING count(*) > 25", 1},
		"comments that mention somebody":   {"SELECT id FROM comment WHERE text LIKE '%@%'", 50},
		"hidden comments":                  {"SELECT id FROM comment WHERE hidden", 1},
		"media of cretaceouscoffee":        {"SELECT id FROM media WHERE owner_id = 17841405309211844 AND album_id IS NULL", 60},
		"stories":                          {"SELECT id FROM media WHERE product_type = 'STORY'", 3},
		"broadcasts":                       {"SELECT id FROM media WHERE product_type = 'LIVE'", 1},
		"media from before the conversion": {"SELECT m.id FROM media m JOIN account a ON a.id = m.owner_id WHERE m.created < a.converted AND m.album_id IS NULL", 15},
		"hashtags":                         {"SELECT id FROM hashtag", 40},
		"media of strangers":               {"SELECT id FROM media WHERE owner_id = 17841405511102233", 60},
		"tags of metricsaurus":             {"SELECT media_id FROM tag WHERE account_id = 17841405822304914", 5},
		"media made together":              {"SELECT id FROM collaborator WHERE status = 'Accepted'", 4},
		"music":                            {"SELECT id FROM audio WHERE audio_type = 'MUSIC' AND id IN (SELECT audio_id FROM media)", 4},
		"trending music":                   {"SELECT id FROM audio WHERE trending IS NOT NULL", 2},
		"original sounds":                  {"SELECT id FROM audio WHERE audio_type = 'ORIGINAL_SOUND'", 20},
		"polls":                            {"SELECT id FROM poll", 2},
		"answers to prompts":               {"SELECT id FROM prompt_response", 1},
		"invites":                          {"SELECT id FROM collaborator WHERE status = 'Pending'", 3},
		"comments of cretaceouscoffee":     {"SELECT c.id FROM comment c JOIN media m ON m.id = c.media_id WHERE c.username = 'cretaceouscoffee' AND m.owner_id = 17841405822304914", 10},
	} {
		if got := len(column(t, db, c.query)); got < c.least {
			t.Errorf("%s: %d, want at least %d", what, got, c.least)
		}
	}
}

func TestSeed_plantsTheNamedNodes(t *testing.T) {
	db := seeded(t)
	const posts = "SELECT id FROM media WHERE owner_id = 17841405822304914 AND album_id IS NULL AND age IS NULL ORDER BY seq DESC"
	for query, want := range map[string]int64{
		posts + " LIMIT 1":          NewestPost,
		posts + " LIMIT 1 OFFSET 1": SecondPost,
		fmt.Sprintf("SELECT id FROM media WHERE caption LIKE '%%@metricsaurus%%' AND id = %d", MentioningPost):      MentioningPost,
		fmt.Sprintf("SELECT id FROM comment WHERE text LIKE '%%@metricsaurus%%' AND id = %d", MentioningComment):    MentioningComment,
		fmt.Sprintf("SELECT media_id FROM collaborator WHERE status = 'Accepted' AND media_id = %d", Collaboration): Collaboration,
		"SELECT media_id FROM poll WHERE id = 1": PolledPost,
		"SELECT audio_id FROM media WHERE product_type = 'REELS' AND owner_id = 17841405822304914 ORDER BY seq DESC LIMIT 1": OriginalSound,
		"SELECT media_id FROM prompt_response":                                 PromptedPost,
		fmt.Sprintf("SELECT node FROM node WHERE id = %d", MetricsaurusScoped): Metricsaurus,
	} {
		if got := column(t, db, query); len(got) != 1 || got[0] != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %d", query, got, want)
		}
	}
}

func TestSeed_leavesNothingThatCannotBe(t *testing.T) {
	db := seeded(t)
	for what, query := range map[string]string{
		"albums with fewer than 2 or more than 10 children": "SELECT m.id FROM media m LEFT JOIN media c ON c.album_id = m.id WHERE m.media_type = 'CAROUSEL_ALBUM' GROUP BY m.id HAVING count(c.id) NOT BETWEEN 2 AND 10",
		"children of what is no album":                      "SELECT c.id FROM media c JOIN media m ON m.id = c.album_id WHERE m.media_type <> 'CAROUSEL_ALBUM'",
		"replies to replies":                                "SELECT c.id FROM comment c JOIN comment p ON p.id = c.parent_id WHERE p.parent_id IS NOT NULL",
		"comments before their media":                       "SELECT c.id FROM comment c JOIN media m ON m.id = c.media_id WHERE c.created < m.created",
		"comments where they are switched off":              "SELECT c.id FROM comment c JOIN media m ON m.id = c.media_id WHERE NOT m.comments_enabled",
		"media out of order":                                "SELECT a.id FROM media a JOIN media b ON b.owner_id = a.owner_id AND b.seq > a.seq AND b.created < a.created WHERE a.album_id IS NULL AND b.album_id IS NULL",
		"comments and media from after September 2026":      "SELECT max(created) FROM (SELECT created FROM media UNION ALL SELECT created FROM comment) HAVING max(created) >= unixepoch('2026-10-01')",
		"one id for two nodes":                              "SELECT id FROM node GROUP BY id HAVING count(*) > 1",
	} {
		if got := column(t, db, query); len(got) > 0 {
			t.Errorf("%s: %v", what, got)
		}
	}
}
