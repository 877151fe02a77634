package credential_test

import (
	"context"
	"errors"
	"hash/crc32"
	"log/slog"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/credential"
	"github.com/gramql/gramql/internal/problem"
)

// memory is a store for tests. It counts how often a secret is looked for.
type memory struct {
	keys  []credential.Key
	of    map[credential.Hash]int // places among keys
	finds int
	seen  []time.Time
	fails error
}

func (m *memory) Add(_ context.Context, k credential.Key, secret credential.Hash) error {
	m.of[secret] = len(m.keys)
	m.keys = append(m.keys, k)
	return m.fails
}

func (m *memory) Find(_ context.Context, secret credential.Hash, _ time.Time) (credential.Key, error) {
	m.finds++
	i, ok := m.of[secret]
	switch {
	case m.fails != nil:
		return credential.Key{}, m.fails
	case !ok:
		return credential.Key{}, credential.ErrNone
	}
	return m.keys[i], nil
}

func (m *memory) Keys(context.Context, string) ([]credential.Key, error) { return m.keys, m.fails }

func (m *memory) See(_ context.Context, _ string, now time.Time) error {
	m.seen = append(m.seen, now)
	return m.fails
}

func (m *memory) Revoke(context.Context, string, string) error {
	clear(m.of)
	m.keys = nil
	return m.fails
}

func (m *memory) Origins(context.Context, time.Time) (all []string, err error) {
	m.finds++
	for _, k := range m.keys {
		all = append(all, k.Origins...)
	}
	return all, m.fails
}

// noon is when the tests begin.
var noon = time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)

// newKeys returns keys over a store, and their clock.
func newKeys() (*credential.Keys, *memory, *time.Time) {
	now, store := noon, &memory{of: map[credential.Hash]int{}}
	return credential.New(credential.Options{
		Store: store, Document: func(id string) (hash string, writes, ok bool) {
			return "hash of " + id, strings.HasPrefix(id, "write"), id == "known" || strings.HasPrefix(id, "write")
		},
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
	}), store, &now
}

func create(t *testing.T, keys *credential.Keys, kind credential.Kind, terms credential.Terms) (credential.Key, string) {
	t.Helper()
	key, secret, err := keys.Create(t.Context(), "someone", kind, terms, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return key, secret
}

func TestCreate_givesASecretThatIsStoredAsAHashOnly(t *testing.T) {
	t.Parallel()
	keys, store, _ := newKeys()
	key, secret := create(t, keys, credential.Secret, credential.Terms{Name: "ours", Accounts: []string{"1", "2"}})
	if !strings.HasPrefix(secret, key.Prefix()+"_") || len(secret) != 62 || key.Prefix() != "gq_"+key.ID || !key.CreatedAt.Equal(noon) || key.Person != "someone" || key.Name != "ours" || key.Usual != "1" {
		t.Errorf("%+v, %d bytes", key, len(secret))
	}
	if _, kept := store.of[credential.HashOf(secret)]; !kept || len(credential.HashOf(secret)) != 64 {
		t.Error("the hash is not kept")
	}
	if other, again := create(t, keys, credential.Secret, credential.Terms{}); other.ID == key.ID || again == secret {
		t.Error("two keys are the same")
	}
}

func TestCreate_refusesTermsThatMeanNothing(t *testing.T) {
	t.Parallel()
	keys, store, _ := newKeys()
	page := []string{"https://app.example"}
	for field, c := range map[string]struct {
		kind    credential.Kind
		terms   credential.Terms
		expires time.Time
	}{
		"input.name":          {credential.Secret, credential.Terms{Name: strings.Repeat("ä", 101)}, time.Time{}},
		"input.expiresAt":     {credential.Secret, credential.Terms{}, noon},
		"input.ratePerMinute": {credential.Secret, credential.Terms{RatePerMinute: -1}, time.Time{}},
		"input.origins":       {credential.Public, credential.Terms{}, time.Time{}},
		"input.scopes":        {credential.Secret, credential.Terms{Scopes: []string{"everything"}}, time.Time{}},
		"input.documents":     {credential.Secret, credential.Terms{Documents: []string{"known", "unknown"}}, time.Time{}},

		"input.ratePerMinute too high": {credential.Secret, credential.Terms{RatePerMinute: 1_000_001}, time.Time{}},
		"input.origins wild":           {credential.Public, credential.Terms{Origins: []string{"*"}}, time.Time{}},
		"input.origins none":           {credential.Secret, credential.Terms{Origins: []string{"https://app.example/path"}}, time.Time{}},
		"input.origins many":           {credential.Secret, credential.Terms{Origins: slices.Repeat(page, 21)}, time.Time{}},
		"input.documents many":         {credential.Secret, credential.Terms{Documents: slices.Repeat([]string{"known"}, 1001)}, time.Time{}},
		"input.documents empty":        {credential.Secret, credential.Terms{Documents: []string{""}}, time.Time{}},
		"input.scopes that write":      {credential.Public, credential.Terms{Origins: page, Scopes: []string{"write"}}, time.Time{}},
	} {
		_, secret, err := keys.Create(t.Context(), "someone", c.kind, c.terms, c.expires)
		wrong, ok := errors.AsType[*problem.InputError](err)
		if name, _, _ := strings.Cut(field, " "); !ok || wrong.Argument != name || secret != "" || wrong.Hint() == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if len(store.keys) > 0 {
		t.Error("a wrong key is kept")
	}
	good := credential.Terms{
		Name: strings.Repeat("ä", 100), RatePerMinute: 1_000_000, Origins: slices.Repeat(page, 20),
		Documents: slices.Repeat([]string{"known"}, 1000), Scopes: []string{"read", "instagram_business_basic", "instagram_manage_comments"},
	}
	if _, _, err := keys.Create(t.Context(), "someone", credential.Public, good, noon.Add(1)); err != nil {
		t.Error(err)
	}
	for len(store.keys) < 100 {
		create(t, keys, credential.Secret, credential.Terms{})
	}
	if _, _, err := keys.Create(t.Context(), "someone", credential.Secret, credential.Terms{}, time.Time{}); err == nil || !strings.Contains(err.Error(), "100") {
		t.Errorf("key 101: %v", err)
	}
}

func TestIdentify_looksForNothingThatIsNoKey(t *testing.T) {
	t.Parallel()
	keys, store, _ := newKeys()
	_, secret := create(t, keys, credential.Secret, credential.Terms{})
	other := []byte(secret)
	other[20]++
	for _, text := range []string{"gq_", secret[:61], secret + "0", string(other), "gq-" + secret[3:], "gq_" + strings.Repeat("_", 59), strings.ToUpper(secret)} {
		if _, err := keys.Identify(t.Context(), text, nil); !errors.Is(err, credential.ErrMalformed) {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
	if store.finds > 0 {
		t.Errorf("%d look-ups", store.finds)
	}
	if key, err := keys.Identify(t.Context(), secret, nil); err != nil || key.Person != "someone" {
		t.Errorf("%+v, %v", key, err)
	}
	elsewhere, _ := credential.NewSecret(credential.Prefix)
	if _, err := keys.Identify(t.Context(), elsewhere, nil); !errors.Is(err, credential.ErrEnded) {
		t.Error(err)
	}
	if err := keys.Revoke(t.Context(), "someone", "it"); err != nil {
		t.Fatal(err)
	}
	if _, err := keys.Identify(t.Context(), secret, nil); !errors.Is(err, credential.ErrEnded) {
		t.Errorf("revoked: %v", err)
	}
	store.fails = errors.New("down")
	if _, err := keys.Identify(t.Context(), secret, nil); !errors.Is(err, store.fails) {
		t.Errorf("without a database: %v", err)
	}
}

func TestIdentify_holdsKeysToTheirOrigins(t *testing.T) {
	t.Parallel()
	keys, _, now := newKeys()
	_, public := create(t, keys, credential.Public, credential.Terms{Origins: []string{"https://app.example", "https://*.preview.example"}})
	_, bound := create(t, keys, credential.Secret, credential.Terms{Origins: []string{"https://app.example"}})
	_, free := create(t, keys, credential.Secret, credential.Terms{})
	for _, c := range []struct {
		secret string
		sent   []string
		want   error
	}{
		{public, []string{"https://app.example"}, nil},
		{public, []string{"https://a.preview.example"}, nil},
		{public, nil, credential.ErrOrigin},
		{public, []string{"null"}, credential.ErrOrigin},
		{public, []string{"https://app.example.evil"}, credential.ErrOrigin},
		{public, []string{"http://app.example"}, credential.ErrOrigin},
		{public, []string{"https://app.example", "https://app.example"}, credential.ErrOrigin},
		{bound, nil, credential.ErrOrigin},
		{bound, []string{"https://app.example"}, nil},
		{free, nil, nil},
		{free, []string{"https://evil.example"}, nil},
	} {
		if _, err := keys.Identify(t.Context(), c.secret, http.Header{"Origin": c.sent}); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.sent, err, c.want)
		}
	}
	for sent, want := range map[string]bool{"https://app.example": true, "https://b.preview.example": true, "https://evil.example": false, "": false, "null": false} {
		if got := keys.Allow(t.Context(), sent); got != want {
			t.Errorf("pages of %q are let in: %v", sent, got)
		}
	}
	if err := keys.Revoke(t.Context(), "someone", "all"); err != nil || keys.Allow(t.Context(), "https://app.example") {
		t.Errorf("pages are let in after their key was revoked, %v", err)
	}
	*now = now.Add(time.Hour)
	if create(t, keys, credential.Public, credential.Terms{Origins: []string{"https://app.example"}}); !keys.Allow(t.Context(), "https://app.example") {
		t.Error("pages of a new key are kept out")
	}
}

func TestAllow_readsTheOriginsOnceInTwoSeconds(t *testing.T) {
	t.Parallel()
	keys, store, now := newKeys()
	create(t, keys, credential.Public, credential.Terms{Origins: []string{"https://app.example"}})
	for _, c := range []struct {
		at    time.Duration
		reads int
	}{{0, 1}, {2*time.Second - 1, 1}, {2 * time.Second, 2}, {-time.Hour, 3}} {
		*now = noon.Add(c.at)
		if !keys.Allow(t.Context(), "https://app.example") || store.finds != c.reads {
			t.Errorf("after %s: %d reads", c.at, store.finds)
		}
	}
	store.fails, *now = errors.New("down"), noon.Add(time.Hour)
	if keys.Allow(t.Context(), "https://app.example") {
		t.Error("pages are let in without a database")
	}
}

func TestIdentify_notesOnceAMinuteThatAKeyIsUsed(t *testing.T) {
	t.Parallel()
	keys, store, now := newKeys()
	_, secret := create(t, keys, credential.Secret, credential.Terms{})
	use := func() {
		t.Helper()
		if _, err := keys.Identify(t.Context(), secret, nil); err != nil {
			t.Fatal(err)
		}
	}
	use()
	store.keys[0].UsedAt = noon
	*now = noon.Add(time.Minute - 1)
	use()
	*now = noon.Add(time.Minute)
	use()
	if want := []time.Time{noon, noon.Add(time.Minute)}; !slices.Equal(store.seen, want) {
		t.Errorf("%v", store.seen)
	}
}

func TestTake_letsSoManyThroughInAMinute(t *testing.T) {
	t.Parallel()
	keys, _, now := newKeys()
	key, _ := create(t, keys, credential.Secret, credential.Terms{RatePerMinute: 3})
	other, _ := create(t, keys, credential.Secret, credential.Terms{RatePerMinute: 1})
	free, _ := create(t, keys, credential.Secret, credential.Terms{})
	for i := range 3 {
		if err := errors.Join(keys.Take(key), keys.Take(free)); err != nil {
			t.Errorf("operation %d: %v", i+1, err)
		}
	}
	late, ok := errors.AsType[*credential.RateError](keys.Take(key))
	if !ok || late.RetryAfter() != 20 || late.Code() != problem.RateLimited || !late.Retryable() || late.Hint() == "" || late.Error() == "" {
		t.Errorf("%+v", late)
	}
	if err := keys.Take(other); err != nil {
		t.Errorf("another key: %v", err)
	}
	*now = noon.Add(20 * time.Second)
	if err := keys.Take(key); err != nil {
		t.Errorf("a third of a minute later: %v", err)
	}
	if keys.Take(key) == nil {
		t.Error("it lets two through")
	}
	*now = noon
	if keys.Take(key) == nil {
		t.Error("a clock that is set back gives more")
	}
}

func TestScopes_sayWhatIsAllowed(t *testing.T) {
	t.Parallel()
	all := credential.Scopes()
	for _, scope := range []string{"read", "write", "instagram_business_content_publish", "instagram_manage_insights", "pages_show_list"} {
		if !slices.Contains(all, scope) {
			t.Errorf("%s is none of %q", scope, all)
		}
	}
	if !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("%q", all)
	}
	for _, c := range []struct {
		scopes, permissions []string
		readOnly            bool
	}{
		{nil, nil, false},
		{[]string{"read"}, nil, true},
		{[]string{"write"}, nil, false},
		{[]string{"read", "write"}, nil, false},
		{[]string{"read", "a", "b"}, []string{"a", "b"}, true},
		{[]string{"a"}, []string{"a"}, false},
	} {
		if got := credential.Permissions(c.scopes); !slices.Equal(got, c.permissions) || credential.ReadOnly(c.scopes) != c.readOnly {
			t.Errorf("%q: %q, %v", c.scopes, got, !c.readOnly)
		}
	}
}

func TestParts_areThoseThatASecretWasMadeOf(t *testing.T) {
	t.Parallel()
	for _, bytes := range [][]byte{make([]byte, 32), slices.Repeat([]byte{0xff}, 32), []byte("0123456789abcdef0123456789abcdef")} {
		secret := credential.Form("x_", "12345678", bytes)
		if name, got, ok := credential.Parts("x_", secret); !ok || name != "12345678" || !slices.Equal(got, bytes) {
			t.Errorf("%s: %q, %x, %v", secret, name, got, ok)
		}
		made, name := credential.SecretOf("x_", bytes)
		if got, parts, ok := credential.Parts("x_", made); !ok || got != name || !slices.Equal(parts, bytes) {
			t.Errorf("%s: %q, %x, %v", made, got, parts, ok)
		}
		if again, _ := credential.SecretOf("x_", bytes); again != made {
			t.Error("equal bytes make two secrets")
		}
	}
	if _, one := credential.SecretOf("x_", make([]byte, 32)); one == strings.Repeat("0", 8) {
		t.Error("the name tells of the bytes")
	}
	secret := credential.Form("x_", "12345678", make([]byte, 32))
	large := "x_12345678_" + strings.Repeat("Z", 43) + "_" // more than 32 bytes
	sum := big.NewInt(int64(crc32.ChecksumIEEE([]byte(large)))).Text(62)
	large += strings.Repeat("0", 6-len(sum)) + sum
	for _, text := range []string{"", "x_", secret[:len(secret)-1], "y_" + secret[2:], large} {
		if _, _, ok := credential.Parts("x_", text); ok {
			t.Errorf("%q has parts", text)
		}
	}
}

func TestTerms_knowWhetherTheAccountInWhoseNameTheKeyAsksIsLeft(t *testing.T) {
	for name, c := range map[string]struct {
		terms credential.Terms
		has   bool
	}{
		"it is":                 {credential.Terms{Accounts: []string{"1", "2"}, Usual: "1"}, true},
		"it is, and is another": {credential.Terms{Accounts: []string{"1", "2"}, Usual: "2"}, true},
		"it is not":             {credential.Terms{Accounts: []string{"2"}, Usual: "1"}, false},
		"there is none":         {credential.Terms{Accounts: []string{"2"}}, true},
	} {
		if got := c.terms.HasUsual(); got != c.has {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestCreate_makesNoKeyThatCanDoNothing(t *testing.T) {
	t.Parallel()
	origins := []string{"https://a.example"}
	for name, c := range map[string]struct {
		kind   credential.Kind
		scopes []string
		named  []string
		wrong  bool
	}{
		"a public key that would write":        {credential.Public, nil, []string{"write"}, true},
		"a public key that would write more":   {credential.Public, nil, []string{"write it", "write that"}, true},
		"a key that would write, and may not":  {credential.Secret, []string{"read"}, []string{"write"}, true},
		"a public key that reads, too":         {credential.Public, nil, []string{"write", "known"}, false},
		"a public key that reads":              {credential.Public, nil, []string{"known"}, false},
		"a public key for all documents":       {credential.Public, nil, nil, false},
		"a key that writes":                    {credential.Secret, nil, []string{"write"}, false},
		"a key that writes, and may read, too": {credential.Secret, []string{"read", "write"}, []string{"write"}, false},
		"a key that writes, of one permission": {credential.Secret, []string{"instagram_business_basic"}, []string{"write"}, false},
	} {
		keys, _, _ := newKeys()
		_, _, err := keys.Create(t.Context(), "someone", c.kind, credential.Terms{Origins: origins, Scopes: c.scopes, Documents: c.named}, time.Time{})
		if (err != nil) != c.wrong {
			t.Errorf("%s: %v", name, err)
		}
		if known, ok := errors.AsType[problem.Problem](err); c.wrong && (!ok || known.Code() != problem.BadUserInput || !strings.Contains(err.Error(), "input.documents") || !strings.Contains(err.Error(), "hash of "+c.named[0])) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
