package command

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/seal"
)

// AddKey puts a new key first in the ring, and writes the key's id and where the
// ring is.
func AddKey(w io.Writer, s config.Settings) error {
	path := cmp.Or(s.KeyFile, filepath.Join(s.Data, "keys"))
	id, err := seal.AddKey(path)
	if err != nil {
		return &config.Error{Source: "-key-file", Reason: err.Error()}
	}
	_, err = fmt.Fprintf(w, "key: %s\nring: %s\n", id, path)
	return err
}
