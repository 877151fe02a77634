package redis_test

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/redis/rueidis"

	"github.com/gramql/gramql/internal/redis"
)

func TestOptions_readAnAddress(t *testing.T) {
	t.Parallel()
	o, err := redis.Options("redis://ann:s3cret@localhost:6390/2")
	if err != nil {
		t.Fatal(err)
	}
	if len(o.InitAddress) != 1 || o.InitAddress[0] != "localhost:6390" || o.Username != "ann" || o.Password != "s3cret" || o.SelectDB != 2 {
		t.Errorf("%+v", o)
	}
	if o.Dialer.Timeout != redis.Again || o.ConnWriteTimeout != redis.Again {
		t.Errorf("it waits for %v and %v, want %v", o.Dialer.Timeout, o.ConnWriteTimeout, redis.Again)
	}
	if !o.DisableRetry || !o.ForceSingleClient || !o.DisableCache {
		t.Errorf("it retries, looks for a cluster, or caches: %+v", o)
	}
}

func TestOptions_neverRepeatAnAddressThatIsMalformed(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "localhost:6379", "http://:s3cret@localhost", "redis://:s3cret@localhost:6379/db"} {
		if _, err := redis.Options(address); err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "redis://host:6379") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// answering returns the error of a Redis that answers everything with one line.
func answering(t *testing.T, line string) error {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				for in := bufio.NewScanner(conn); in.Scan(); {
					if strings.HasPrefix(in.Text(), "*") { // a command begins
						if _, err := fmt.Fprintf(conn, "%s\r\n", line); err != nil {
							return
						}
					}
				}
			}()
		}
	}()
	o, err := redis.Options("redis://" + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client, err := rueidis.NewClient(o)
	if err != nil {
		return err
	}
	defer client.Close()
	return client.Do(t.Context(), client.B().Get().Key("a").Build()).Error()
}

func TestRefused_isARedisThatAnswersWithAnError(t *testing.T) {
	t.Parallel()
	wrong, away := answering(t, "-WRONGPASS invalid username-password pair"), errors.New("connection refused")
	for name, c := range map[string]struct {
		err     error
		refused bool
	}{
		"a wrong password":     {wrong, true},
		"nobody there":         {away, false},
		"a key that is no key": {rueidis.Nil, false},
		"none":                 {nil, false},
	} {
		want := redis.Again
		if c.refused {
			want = redis.AgainRefused
		}
		if got := redis.Refused(c.err); got != c.refused || redis.Wait(c.err) != want {
			t.Errorf("%s: refused: %v; try again in %v (%v)", name, got, redis.Wait(c.err), c.err)
		}
	}
}

func TestReason_isLoggedOnceAndOnceThatItIsOver(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	r := redis.Reason{Log: slog.New(slog.NewTextHandler(&b, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))}
	full, forbidden := answering(t, "-OOM command not allowed"), answering(t, "-NOPERM no permissions")
	r.Over("it answers")
	r.Is("it does not answer", errors.New("refused"))
	r.Is("it does not answer", errors.New("timeout"))
	r.Is("it does not answer", full)
	r.Is("it does not answer", full)
	r.Is("it does not answer", forbidden)
	r.Is("it cannot be read", forbidden)
	r.Over("it answers")
	r.Over("it answers")
	r.Is("it does not answer", errors.New("refused"))
	want := []string{
		`level=WARN msg="it does not answer" error=refused`,
		`level=WARN msg="it does not answer" error="OOM command not allowed"`,
		`level=WARN msg="it does not answer" error="NOPERM no permissions"`,
		`level=WARN msg="it cannot be read" error="NOPERM no permissions"`,
		`level=INFO msg="it answers"`,
		`level=WARN msg="it does not answer" error=refused`,
	}
	if got := strings.TrimSpace(b.String()); got != strings.Join(want, "\n") {
		t.Errorf("it logs\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}
