package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/doctor"
)

// Doctor prints how everything is that the program needs, a line each, with what to do.
// It is an error if anything keeps the program, or a part of it, from working.
func Doctor(ctx context.Context, w io.Writer, s config.Settings) error {
	failed, err := doctor.Write(w, doctor.Examine(ctx, s))
	switch {
	case err != nil:
		return err
	case failed == 1:
		return errors.New("1 check failed")
	case failed > 0:
		return fmt.Errorf("%d checks failed", failed)
	}
	return nil
}
