package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/gramql/gramql/internal/clock"
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/localgraph"
)

// Reset brings the demo world in the data folder back as it was at first, at the
// machine's time. A server that runs on the folder keeps the clock it has.
func Reset(ctx context.Context, w io.Writer, s config.Settings) error {
	err := errors.Join(localgraph.Reset(ctx, s.Data), clock.Remove(s.Data))
	if folder, ok := errors.AsType[*fs.PathError](err); ok {
		return &config.Error{Source: "-data", Reason: folder.Error()}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, "the demo world is as it was at first, in", s.Data)
	return err
}
