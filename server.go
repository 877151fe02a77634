// Command gramql serves the Instagram Graph API as GraphQL. `gramql -h` lists
// its commands and settings.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"github.com/gramql/gramql/internal/app"
	"github.com/gramql/gramql/internal/command"
	"github.com/gramql/gramql/internal/config"
)

// Exit codes: the program failed, or the command line or a setting is wrong.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), endings...)
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	stop()
	if err == nil {
		return
	}
	fmt.Fprintln(os.Stderr, "gramql:", err)
	if _, usage := errors.AsType[*config.Error](err); usage {
		os.Exit(exitUsage)
	}
	os.Exit(exitFailed)
}

// run runs one command.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	asked, settings, err := config.Parse(args, environ)
	if err != nil {
		return err
	}
	switch asked.Name {
	case config.Help:
		return config.WriteHelp(stdout)
	case config.Version:
		return command.Version(stdout)
	case config.Reset:
		return command.Reset(ctx, stdout, settings)
	case config.Schema:
		return command.Schema(stdout, asked.Codegen)
	case config.AddKey:
		return command.AddKey(stdout, settings)
	case config.RetireKey:
		return command.RetireKey(ctx, stdout, settings, asked.Key)
	case config.Check:
		return command.Check(stdout, settings, asked.MaxCalls)
	case config.Licenses:
		return command.Licenses(stdout)
	case config.Healthy:
		return command.Healthy(ctx, stdout, settings)
	case config.Doctor:
		return command.Doctor(ctx, stdout, settings)
	case config.Explain:
		return command.Explain(stdout, settings, asked.Operation, asked.Variables)
	}
	return serve(ctx, settings, stdout, stderr)
}

// memoryShare is the share of the container's or the machine's memory that the
// program keeps to, unless GOMEMLIMIT says otherwise.
const memoryShare = 0.9

// garbage is how much garbage may lie beside what lives, in percent of that, unless GOGC
// says otherwise. Between operations little lives here and much is garbage, so that Go's
// own 100 percent has it collected after every few hundred of them.
const garbage = 150

// serve runs the server until the context ends.
func serve(ctx context.Context, settings config.Settings, stdout, stderr io.Writer) (err error) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	_, err = memlimit.SetGoMemLimitWithOpts(memlimit.WithRatio(memoryShare),
		memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
	if err != nil { // as on systems that do not tell; the program runs without a limit
		logger(settings, stderr).Debug("no memory limit is set", "error", err)
	}
	a, err := app.New(ctx, settings, logger(settings, stderr))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := a.WriteStart(stdout); err != nil {
		return err
	}
	defer atSecondSignal(a.Hurry)()
	return a.Run(ctx)
}

// logger returns the program's log, as text or JSON.
func logger(s config.Settings, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: s.LogLevel}
	if s.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
