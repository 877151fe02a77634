package write

import (
	"context"
	"database/sql"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"time"
	"unicode/utf8"

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
}

// New returns a Writer to a store, which takes media files from files.
func New(db *store.DB, files publish.Files) *Writer {
	return &Writer{db, publish.New(db, files)}
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

func (c *Call) id(name string) int64 {
	id, _ := c.values[name].(int64)
	return id
}

func (c *Call) text(name string) string {
	text, _ := c.values[name].(string)
	return text
}

// Do does a write, and returns the id of the node that it made, 0 for none. The error
// is an *apierror.Error if the write is refused: then nothing is changed.
func (w *Writer) Do(ctx context.Context, write *Write, c *Call) (made int64, err error) {
	if !c.Viewer.Permissions.Has(write.Permission) {
		return 0, apierror.MissingPermission()
	}
	if err := c.read(write.Params); err != nil {
		return 0, err
	}
	if write.do != nil && len(write.Rules) == 0 {
		return write.do(ctx, w, c)
	}
	if write.Makes != "" {
		made = ids.New(ids.Range(write.Range))
	}
	args := c.args(made)
	err = w.db.Update(ctx, func(tx *sql.Tx) error {
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
	})
	return made, err
}

// read reads the parameters of a write.
func (c *Call) read(params []Param) (err error) {
	c.values = make(map[string]any, len(params))
	for _, p := range params {
		if c.values[p.Name], err = c.value(p); err != nil {
			return err
		}
		if p.Required && c.values[p.Name] == nil {
			return apierror.ParameterRequired(p.Name)
		}
	}
	return nil
}

// value reads one parameter; nil if it is not given.
func (c *Call) value(p Param) (any, error) {
	if !c.Params.Has(p.Name) {
		return nil, nil
	}
	switch text := c.Params.Get(p.Name); p.Value {
	case ID:
		return c.Params.ID(p.Name)
	case Bool:
		value, _, err := c.Params.Bool(p.Name)
		return value, err
	case Time:
		unix, ok := expand.ParseTime(text, c.Now)
		if !ok {
			return nil, apierror.BadTime(p.Name)
		}
		return unix, nil
	case List:
		list, err := c.Params.List(p.Name)
		if err != nil {
			return nil, err
		}
		for i, item := range list {
			if len(p.Among) > 0 && !slices.Contains(p.Among, item) {
				return nil, apierror.NoneOf(p.Name, i, p.Among)
			}
		}
		array, err := json.Marshal(list)
		return string(array), err
	case Text:
		if p.Most > 0 && utf8.RuneCountInString(text) > p.Most {
			return nil, apierror.BadParameter("Param %s must be at most %d characters long.", p.Name, p.Most)
		}
		if len(p.Among) > 0 && !slices.Contains(p.Among, text) {
			return nil, apierror.NoneOf(p.Name, -1, p.Among)
		}
		return text, nil
	}
	return nil, nil
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
