// Package publish prepares containers and turns them into media.
//
//	container.go  a container is made
//	kind.go       what kinds there are, and which parameters each takes
//	content.go    the parameters of a container, and their limits
//	file.go       the files of a container are copied
//	upload.go     a video comes in pieces instead
//	media.go      a container becomes a media
//
// Source: Meta, Instagram Platform, "Content Publishing" and "IG User Media".
package publish

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/catalog"
	"github.com/gramql/gramql/internal/localgraph/ids"
	"github.com/gramql/gramql/internal/localgraph/param"
	"github.com/gramql/gramql/internal/localgraph/store"
)

// Publisher makes containers and media.
type Publisher struct {
	db    *store.DB
	files Files
}

// New returns a Publisher that writes to a database.
func New(db *store.DB, files Files) *Publisher { return &Publisher{db, files} }

// Order is the wish for a container.
type Order struct {
	Account int64
	Params  param.Values
	Now     time.Time
	// Uploads is whether videos can be uploaded, instead of fetched.
	Uploads bool
	// Spoil, unless nil, says how the container is to fail, whatever its files are: with
	// a status, or in progress until it expires.
	Spoil func() (failure string, stuck bool)
}

// The life of a container.
const (
	// processing is how long a video is in progress.
	processing = 3 * time.Second
	// never is later than any time.
	never = 1 << 62
	day   = 24 * 3600
	// maxContainers is how many containers an account may have made in 24 hours, or
	// four for each media that it may publish.
	maxContainers = 400
	perMedia      = 4
)

// Prepare makes a container. It returns the container's id, and whether it waits for an
// upload.
func (p *Publisher) Prepare(ctx context.Context, o Order) (container int64, upload bool, err error) {
	c, err := readContent(o.Params, o.Uploads)
	if err != nil {
		return 0, false, err
	}
	failure, err := p.collect(ctx, c)
	if err != nil {
		return 0, false, err
	}
	stuck := false
	if o.Spoil != nil {
		spoiled := ""
		if spoiled, stuck = o.Spoil(); spoiled != "" {
			failure = spoiled
		}
	}
	var copyright, waiting any
	ready := int64(0)
	if c.isVideo() {
		ready, copyright = o.Now.Add(processing).Unix(), `{"status":"completed","matches_found":false}`
	}
	if c.Upload {
		text, err := json.Marshal(begun(0))
		if err != nil {
			return 0, false, err
		}
		ready, waiting = never, string(text)
	}
	container = ids.New(ids.Container)
	err = p.db.Update(ctx, func(tx *sql.Tx) error {
		if err := spend(ctx, tx, o); err != nil {
			return err
		}
		for _, child := range c.Children {
			state, err := findChild(ctx, tx, o, child)
			if err != nil {
				return err
			}
			ready = max(ready, state.ready)
			if failure == "" {
				failure = state.failure
			}
		}
		if stuck {
			ready = never
		}
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO container (id, account_id, content, created, ready, failure, copyright, video) VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, ?)",
			container, o.Account, string(text), o.Now.Unix(), ready, failure, copyright, waiting)
		return err
	})
	return container, c.Upload, err
}

// spend refuses a container beyond those that the account may make.
func spend(ctx context.Context, tx *sql.Tx, o Order) error {
	var made, quota int64
	err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM container WHERE account_id = a.id AND created > ?), publishing_quota FROM account AS a WHERE id = ?",
		o.Now.Unix()-day, o.Account).Scan(&made, &quota)
	if most := max(maxContainers, perMedia*quota); err == nil && made >= most {
		return apierror.TooManyContainers(most)
	}
	return err
}

// child is a container that a carousel is to hold.
type child struct {
	ready   int64
	failure string
}

// findChild returns a container of the account that can be part of a carousel.
func findChild(ctx context.Context, tx *sql.Tx, o Order, id int64) (found child, err error) {
	var state string
	var item bool
	err = tx.QueryRowContext(ctx, "SELECT "+catalog.StatusCode("n")+", coalesce(n.content ->> 'item', 0), n.ready, coalesce(n.failure, '') FROM container AS n WHERE id = :id AND account_id = :me",
		sql.Named("now", o.Now.Unix()), sql.Named("id", id), sql.Named("me", o.Account)).Scan(&state, &item, &found.ready, &found.failure)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return child{}, apierror.UnknownMedia()
	case err != nil:
		return child{}, err
	case state == "EXPIRED", state == "PUBLISHED":
		return child{}, apierror.ContainerGone(strconv.FormatInt(id, 10))
	case state == "IN_PROGRESS" && found.ready == never:
		return child{}, apierror.NotReady()
	case !item:
		return child{}, apierror.NoItem("The media builder with creation id = " + strconv.FormatInt(id, 10) + " is not an item of a carousel.")
	}
	return found, nil
}
