package write

import (
	"context"
	"database/sql"
	"math/rand/v2"
	"time"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/expand"
	"github.com/gramql/gramql/internal/localgraph/ids"
	"github.com/gramql/gramql/internal/localgraph/param"
	"github.com/gramql/gramql/internal/localgraph/publish"
	"github.com/gramql/gramql/internal/localgraph/store"
)

// Writer does writes in a store.
type Writer struct {
	db        *store.DB
	publisher *publish.Publisher
	paces     paces
}

// New returns a Writer to a store, which takes media files from files.
func New(db *store.DB, files publish.Files) *Writer {
	return &Writer{db: db, publisher: publish.New(db, files)}
}

// Forget forgets how fast accounts have written.
func (w *Writer) Forget() { w.paces.forget() }

// Upload takes a piece of a video, as publish.Publisher does.
func (w *Writer) Upload(ctx context.Context, piece publish.Piece) error {
	return w.publisher.Upload(ctx, piece)
}

// Call is a write that someone asks for.
type Call struct {
	Viewer expand.Viewer
	Node   expand.Node // in the path
	Params param.Values
	Now    time.Time
	// Spoil says how a new container is to fail; nil is not at all.
	Spoil func() (failure string, stuck bool)

	values map[string]any
}

// Result is what came of a write.
type Result struct {
	// Made is the id of the new node; 0 if there is none.
	Made int64
	// Body is the answer, where it is neither an id nor that all is done.
	Body []byte
	// Upload is whether the new container waits for an upload.
	Upload bool
}

// Do does a write. The error is an *apierror.Error if it is refused: then nothing is
// changed.
func (w *Writer) Do(ctx context.Context, write *Write, c *Call) (Result, error) {
	if !c.Viewer.Permissions.Has(write.Permission) {
		return Result{}, apierror.MissingPermission()
	}
	if write.Paced && !w.paces.allow(c.Viewer.Account, c.Now) {
		return Result{}, apierror.LockedOut()
	}
	if err := c.read(write.Params); err != nil {
		return Result{}, err
	}
	if write.do != nil {
		return write.do(ctx, w, c)
	}
	var done Result
	if write.Makes != "" {
		done.Made = ids.New(write.Range)
	}
	return done, w.db.Update(ctx, func(tx *sql.Tx) error { return write.change(ctx, tx, c, done.Made) })
}

// change looks at the rules of a write, and runs its statements.
func (write *Write) change(ctx context.Context, tx *sql.Tx, c *Call, made int64) error {
	args := c.args(made)
	for _, rule := range write.Rules {
		var kept sql.NullBool
		if err := tx.QueryRowContext(ctx, "SELECT "+rule.Unless, args...).Scan(&kept); err != nil {
			return err
		}
		if !kept.Bool {
			return rule.Refuse(c)
		}
	}
	for _, statement := range write.SQL {
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// args returns the arguments of all statements of a write.
func (c *Call) args(made int64) []any {
	chance := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())) //nolint:gosec // ids are no secrets
	args := []any{
		sql.Named("node", c.Node.ID), sql.Named("me", c.Viewer.Account), sql.Named("now", c.Now.Unix()),
		sql.Named("id", made), sql.Named("old", ids.Old(c.Now, chance)),
	}
	for name, value := range c.values {
		args = append(args, sql.Named(name, value))
	}
	return args
}
