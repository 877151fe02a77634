package graphapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

func TestFailures_sayWhatTheyMeanToTheCaller(t *testing.T) {
	for _, c := range []struct {
		failure   *Failure
		kind      Kind
		retryable bool
		outage    bool
		text      string // a part of it
	}{
		{ErrNoAnswer, Failed, true, true, "could not be reached"},
		{ErrTimeout, Timeout, true, true, "took longer"},
		{ErrCanceled, Canceled, false, false, "was canceled"},
		{ErrCut, Failed, true, true, "ends before its end"},
		{ErrTooLarge, Failed, false, false, "over 8 MiB"},
		{ErrNull, Failed, false, false, "is null"},
		{ErrNotJSON, Failed, false, false, "is not the JSON"},
		{ErrRedirect, Failed, false, false, "redirect"},
		{ErrPath, BadInput, false, false, "letters, digits and underscores"},
		{ErrBatchSize, BadInput, false, false, "1 to 50 calls"},
		{ErrUnfinished, Failed, true, true, "did not finish"},
		{ErrDown, Failed, true, true, "is down"},
		{ErrThrottled, RateLimited, true, false, "quota"},
		{ErrNoToken, Unauthenticated, false, false, "needs an access token"},
		{ErrNotConnected, Unauthenticated, false, false, "X-GramQL-Account"},
		{ErrAccountLost, Unauthenticated, false, false, "is not connected any more"},
		{ErrForeignHost, Failed, false, false, "another host"},
		{ErrTokenInParams, BadInput, false, false, "does not belong"},
	} {
		cause := errors.New("a cause with access_token=Hush")
		for name, f := range map[string]*Failure{
			"itself": c.failure, "with a cause": c.failure.because(cause), "with a wait": c.failure.After(time.Second),
		} {
			err := fmt.Errorf("wrapped: %w", f)
			if !errors.Is(err, c.failure) {
				t.Errorf("%s is not %v", name, c.failure)
			}
			if KindOf(err) != c.kind || Retryable(err) != c.retryable || RetryableNow(err) != c.retryable {
				t.Errorf("%s, %s: kind %v, retryable: %t, at once: %t", c.failure, name, KindOf(err), Retryable(err), RetryableNow(err))
			}
			if Outage(err) != c.outage {
				t.Errorf("%s, %s: an outage: %t", c.failure, name, Outage(err))
			}
			if !strings.Contains(f.Error(), c.text) || f.Error() != c.failure.Error() {
				t.Errorf("%s is printed as %q", name, f)
			}
			if got, want := RetryAfter(err), map[string]time.Duration{"with a wait": time.Second}[name]; got != want {
				t.Errorf("%s, %s: to wait %v, want %v", c.failure, name, got, want)
			}
			if logged := f.LogValue().String(); strings.Contains(logged, "Hush") || strings.Contains(logged, "a cause") != (name == "with a cause") ||
				!strings.HasPrefix(logged, f.Error()) {
				t.Errorf("%s, %s: logged as %q", c.failure, name, logged)
			}
			if errors.Is(err, cause) != (name == "with a cause") {
				t.Errorf("%s, %s: its cause is %v", c.failure, name, f.Unwrap())
			}
		}
	}
	if errors.Is(ErrCut, ErrNull) || errors.Is(ErrCut.After(1), ErrNull) {
		t.Error("one failure is another")
	}
	var _ slog.LogValuer = ErrCut
}

func TestNoAnswer_tellsWhoEndedTheCall(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	late, stop := context.WithTimeout(t.Context(), -time.Second)
	defer stop()
	for name, c := range map[string]struct {
		ctx  context.Context //nolint:containedctx // a case
		err  error
		want *Failure
	}{
		"a connection that breaks":  {t.Context(), io.ErrUnexpectedEOF, ErrNoAnswer},
		"the caller's leaving":      {gone, io.ErrUnexpectedEOF, ErrCanceled},
		"a call that is canceled":   {t.Context(), context.Canceled, ErrCanceled},
		"the caller's deadline":     {late, io.ErrUnexpectedEOF, ErrTimeout},
		"a deadline of the call":    {t.Context(), context.DeadlineExceeded, ErrTimeout},
		"a network's time-out":      {t.Context(), os.ErrDeadlineExceeded, ErrTimeout},
		"a failure":                 {t.Context(), ErrNoToken, ErrNoToken},
		"a failure, and a leaving":  {gone, ErrNoToken, ErrNoToken},
		"a failure that is wrapped": {t.Context(), fmt.Errorf("x: %w", ErrTooLarge), ErrTooLarge},
	} {
		if got := NoAnswer(c.ctx, c.err); !errors.Is(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestKinds_haveTheCodesThatClientsSee(t *testing.T) {
	for kind, want := range map[Kind]string{
		Unknown: "INTERNAL", Unauthenticated: "UNAUTHENTICATED", Forbidden: "FORBIDDEN", Blocked: "BLOCKED", NotFound: "NOT_FOUND",
		BadInput: "BAD_USER_INPUT", Unsupported: "UNSUPPORTED", RateLimited: "RATE_LIMITED", Failed: "UPSTREAM_ERROR",
		Timeout: "UPSTREAM_TIMEOUT", Canceled: "CANCELED", Canceled + 1: "INTERNAL", 255: "INTERNAL",
	} {
		if got := kind.String(); got != want {
			t.Errorf("kind %d is %s, want %s", kind, got, want)
		}
	}
	if Retryable(nil) || Retryable(io.EOF) || Outage(nil) || RetryAfter(nil) != 0 {
		t.Error("no error of a call is retryable, or an outage")
	}
}
