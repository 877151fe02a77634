package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/gramql/gramql/internal/sqlite"
)

// people are the accounts that are connected, whose tokens are renewed.
var people = []string{"metricsaurus", "cretaceouscoffee"}

// signIn is after how many kills people sign in again: each lets a day and an hour pass, and
// sessions live 90 days.
const signIn = 80

// renewing is the longest that gramql lives after tokens are refused.
const renewing = 500 * time.Millisecond

// renewals connects accounts, has Meta refuse their tokens again and again, and kills gramql
// while it renews them, together with the local graph, whose clock it goes by. After each kill
// the database is whole and each account can be read: its token opens, and Meta still honours
// it.
func (o options) renewals(ctx context.Context) error {
	p, err := build(ctx, "local", "", "off")
	if err != nil {
		return err
	}
	defer func() { _ = p.remove() }()
	p.more = []string{"-local-addr", "127.0.0.1:0", "-local-control", "on", "-cache", "off", "-log-level", "error"}
	fmt.Printf("seed %d\n", o.seed)
	random := rand.New(rand.NewPCG(o.seed, 0)) //nolint:gosec // moments, not secrets
	jar, _ := cookiejar.New(nil)               // never fails without options
	b := &visitor{Client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
	left := left{tokens: map[string]bool{}}
	for kill := range o.kills + 1 {
		running, err := p.start(ctx)
		if err != nil {
			return fmt.Errorf("after %d kills: %w", kill, err)
		}
		b.base, b.control = strings.TrimSuffix(running.url, "/graphql"), running.graph+"/_control/"
		if kill%signIn == 0 {
			err = b.connect(ctx)
		}
		if err == nil {
			err = b.check(ctx)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("after %d kills: %w", kill, err), running.kill())
		}
		if kill == o.kills {
			return errors.Join(running.kill(), left.report(kill))
		}
		asked, err := b.refused(ctx)
		if err == nil {
			sleep(ctx, time.Duration(random.Int64N(int64(renewing))))
		}
		if err := errors.Join(err, running.kill()); err != nil {
			return err
		}
		<-asked
		if err := left.look(ctx, p); err != nil {
			return fmt.Errorf("after %d kills: %w", kill+1, err)
		}
	}
	return nil
}

// left is what killed processes have left in the database.
type left struct {
	tokens map[string]bool // that were kept, by their marks
	within int             // how often a renewal was under way
}

// look checks the database that a killed process has left.
func (l *left) look(ctx context.Context, p *program) error {
	db, err := sqlite.Open(filepath.Join(p.dir, "data", "gramql.db"), sqlite.Durable)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // it was only read
	var said, marks string
	var claimed bool
	if err := db.Read.QueryRowContext(ctx, "SELECT (SELECT * FROM pragma_integrity_check), (SELECT group_concat(mark) FROM account_grant), EXISTS (SELECT 1 FROM connected_account WHERE claim <> '')").
		Scan(&said, &marks, &claimed); err != nil || said != "ok" {
		return fmt.Errorf("the database is not whole: %s %w", said, err)
	}
	for mark := range strings.SplitSeq(marks, ",") {
		l.tokens[mark] = true
	}
	if claimed {
		l.within++
	}
	return nil
}

// report prints what has come of so many kills.
func (l *left) report(kills int) error {
	renewed := max(0, len(l.tokens)-len(people)*(1+kills/signIn))
	fmt.Printf("%d kills, %d of them while a token was being renewed; %d tokens were renewed; each database was whole, each token opened and was honoured\n", kills, l.within, renewed)
	if l.within == 0 && renewed == 0 {
		return errors.New("nothing was renewed")
	}
	return nil
}

// visitor is a browser in which somebody is signed in.
type visitor struct {
	*http.Client
	// base is where gramql is, and control the local graph's control API.
	base, control string
}

// connect signs in with each account.
func (b *visitor) connect(ctx context.Context) error {
	for _, account := range people {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.base+"/login", http.NoBody)
		if err != nil {
			return err
		}
		window, err := b.Do(r)
		if err != nil {
			return err
		}
		_ = window.Body.Close()
		form := url.Values{"action": {"allow"}, "account": {account}}
		if r, err = http.NewRequestWithContext(ctx, http.MethodPost, window.Request.URL.String(), strings.NewReader(form.Encode())); err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := b.Do(r)
		if err != nil {
			return err
		}
		_ = answer.Body.Close()
	}
	return nil
}

// ask sends an operation in the name of an account, and returns the answer.
func (b *visitor) ask(ctx context.Context, account, operation string) (string, error) {
	body, _ := json.Marshal(map[string]string{"query": operation}) // texts are always JSON
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GramQL-CSRF", "1")
	r.Header.Set("X-GramQL-Account", account)
	answer, err := b.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	return string(text), err
}

// check reads each account by its own token.
func (b *visitor) check(ctx context.Context) error {
	text, err := b.ask(ctx, "", "{ viewer { accounts { state user { username } } } }")
	if err != nil {
		return err
	}
	for _, account := range people {
		if !strings.Contains(text, `{"state":"ACTIVE","user":{"username":"`+account+`"}}`) {
			return fmt.Errorf("%s has lost its token: %s", account, text)
		}
	}
	return nil
}

// refused has the local graph refuse each account's token once, so that it is renewed, and
// returns what is closed when all has been asked.
func (b *visitor) refused(ctx context.Context) (<-chan struct{}, error) {
	done := make(chan struct{})
	// Younger tokens are not renewed, and what a killed process has claimed is free again.
	if err := b.set(ctx, "clock", `{"advance": "25h"}`); err != nil {
		close(done)
		return done, err
	}
	go func() {
		defer close(done)
		for _, account := range people {
			if err := b.set(ctx, "faults", refusals); err != nil {
				return // it was killed
			}
			if _, err := b.ask(ctx, account, "{ me { username } }"); err != nil {
				return
			}
		}
	}()
	return done, nil
}

// refusals refuse one token, and have renewals take long enough to be killed in.
const refusals = `[
	{"kind": "OtherError", "path": "/me", "times": 1, "status": 400, "body": "{\"error\": {\"code\": 190, \"type\": \"OAuthException\"}}"},
	{"kind": "Slow", "path": "/refresh_access_token", "times": 1, "delayMs": 60}
]`

// set sets something by the control API.
func (b *visitor) set(ctx context.Context, what, value string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.control+what, strings.NewReader(value))
	if err != nil {
		return err
	}
	answer, err := b.Do(r)
	if err != nil {
		return err
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s: status %d, %w", what, answer.StatusCode, err)
	}
	return nil
}
