package seal

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func file(t *testing.T, path string) (*File, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	f, err := OpenFile(path, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return f, &log
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTexts_openInTheirPlaceOnly(t *testing.T) {
	f, _ := file(t, ringFile(t, otherKey+oneKey, 0o600))
	texts := f.Texts("test")
	sealed, err := texts.Close("a text", "table|row|column")
	if err != nil || !strings.HasPrefix(sealed, "k1.other.") || strings.Contains(sealed, "text") {
		t.Fatalf("%q, %v", sealed, err)
	}
	if plain, err := texts.Open(sealed, "table|row|column"); err != nil || plain != "a text" {
		t.Errorf("%q, %v", plain, err)
	}
	if again, err := texts.Close("a text", "table|row|column"); err != nil || again == sealed {
		t.Errorf("the same text is sealed alike, %v", err)
	}
	for name, try := range map[string]func() (string, error){
		"another row":     func() (string, error) { return texts.Open(sealed, "table|other|column") },
		"another purpose": func() (string, error) { return f.Texts("other").Open(sealed, "table|row|column") },
		"another key":     func() (string, error) { return texts.Open("k1.one."+sealed[len("k1.other."):], "table|row|column") },
		"cut":             func() (string, error) { return texts.Open(sealed[:len(sealed)-4], "table|row|column") },
		"without a key":   func() (string, error) { return texts.Open("k1.other", "table|row|column") },
		"another form":    func() (string, error) { return texts.Open("k2"+sealed[2:], "table|row|column") },
		"no base64":       func() (string, error) { return texts.Open(sealed+"!", "table|row|column") },
		"nothing":         func() (string, error) { return texts.Open("", "table|row|column") },
	} {
		if plain, err := try(); !errors.Is(err, errAltered) || plain != "" {
			t.Errorf("%s: %q, %v", name, plain, err)
		}
	}
}

func TestTexts_makeTheRingWhenItIsNeeded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "keys")
	f, _ := file(t, path)
	texts := f.Texts("test")
	if first := texts.First(); first != "" {
		t.Errorf("the first key is %s", first)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the ring is made before it is needed")
	}
	var sealing sync.WaitGroup
	all := make([]string, 8)
	for i := range all {
		sealing.Go(func() {
			other, _ := OpenFile(path, slog.New(slog.DiscardHandler)) // as other processes do
			if i%2 == 0 {
				other = f
			}
			var err error
			if all[i], err = other.Texts("test").Close("a text", ""); err != nil {
				t.Error(err)
			}
		})
	}
	sealing.Wait()
	if ids := f.Ring().IDs(); len(ids) != 1 || texts.First() != ids[0] {
		t.Fatalf("the keys are %q", ids)
	}
	for _, sealed := range all {
		if plain, err := texts.Open(sealed, ""); err != nil || plain != "a text" {
			t.Errorf("%q, %v", plain, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestTexts_ofAKeyThatCameSinceAreOpened(t *testing.T) {
	path := ringFile(t, oneKey, 0o600)
	f, _ := file(t, path)
	write(t, path, otherKey+oneKey)
	fresh, _ := file(t, path)
	sealed, err := fresh.Texts("test").Close("a text", "")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := f.Texts("test").Open(sealed, ""); err != nil || plain != "a text" {
		t.Errorf("%q, %v", plain, err)
	}
}

func TestTexts_ofAKeyThatIsGoneNameIt(t *testing.T) {
	path := ringFile(t, otherKey+oneKey, 0o600)
	f, _ := file(t, path)
	sealed, err := f.Texts("test").Close("a text", "")
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, oneKey)
	f, _ = file(t, path)
	_, err = f.Texts("test").Open(sealed, "")
	if e, ok := errors.AsType[*UnknownKeyError](err); !ok || e.ID != "other" || !strings.Contains(err.Error(), "key other") || !strings.Contains(err.Error(), path) {
		t.Errorf("error = %v", err)
	}
}

func TestFile_takesUpAChangedRingAndKeepsItsKeysWhenTheFileIsWrong(t *testing.T) {
	path := ringFile(t, oneKey, 0o600)
	f, log := file(t, path)
	s := f.Seal("test")
	old := s.Close([]byte("a text"), nil)
	for _, c := range []struct {
		text, first string
		wrong       bool
	}{
		{"hush\n", "one", true},
		{"hush\n", "one", true}, // logged once
		{otherKey + oneKey, "other", false},
		{"hush\n", "other", true},
		{oneKey, "one", false},
	} {
		write(t, path, c.text)
		if err := f.look(0); (err != nil) != c.wrong {
			t.Errorf("%q: %v", c.text, err)
		}
		if first := f.Ring().IDs()[0]; first != c.first || s.keys().first != c.first {
			t.Errorf("%q: the first key is %s, that of the seal %s", c.text, first, s.keys().first)
		}
		if plain, ok := s.Open(old, nil); !ok || string(plain) != "a text" {
			t.Errorf("%q: what was sealed before does not open", c.text)
		}
	}
	if text := log.String(); strings.Count(text, "cannot be read") != 2 || strings.Count(text, "has changed") != 2 || strings.Contains(text, "hush") {
		t.Errorf("the log is %s", text)
	}
	write(t, path, otherKey)
	f.looked = time.Now()
	if err := f.look(time.Hour); err != nil || f.Ring().IDs()[0] != "one" {
		t.Errorf("the file is read again at once: %q, %v", f.Ring().IDs(), err)
	}
}

func TestFile_missesItsRingOnlyOnceThereWasOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	f, log := file(t, path)
	if err := f.look(0); err != nil || log.Len() > 0 {
		t.Errorf("before it is needed: %v, %s", err, log)
	}
	if err := f.Need(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := f.look(0); err == nil || len(f.Ring().IDs()) != 1 {
		t.Errorf("after it is gone: %v, keys %q", err, f.Ring().IDs())
	}
}

func TestFile_takesUpAKeyThatDiffersByItsIDOrItsSecret(t *testing.T) {
	path := ringFile(t, oneKey, 0o600)
	f, _ := file(t, path)
	for _, text := range []string{"two" + oneKey[len("one"):], "two" + otherKey[len("other"):]} {
		write(t, path, text)
		before := f.Seal("test").Close([]byte("a text"), nil)
		if err := f.look(0); err != nil {
			t.Fatal(err)
		}
		if _, ok := f.Seal("test").Open(before, nil); ok {
			t.Errorf("the keys are as before %s", text[:3])
		}
	}
}

func TestFile_followsTheRing(t *testing.T) {
	path := ringFile(t, oneKey, 0o600)
	f, _ := file(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	changed := make(chan struct{}, 1)
	var following sync.WaitGroup
	following.Go(func() { f.Follow(ctx, func() { changed <- struct{}{} }) })
	defer following.Wait()
	defer cancel()
	id, err := AddKey(path)
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-changed:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing is taken up")
	}
	if first := f.Ring().IDs()[0]; first != id {
		t.Errorf("the first key is %s", first)
	}
}

func TestOpenFile_refusesWhatIsNoRing(t *testing.T) {
	if _, err := OpenFile(ringFile(t, "hush\n", 0o600), slog.Default()); err == nil {
		t.Error("a wrong file is taken")
	}
}

func TestRetireKey_takesOutOldKeysOnly(t *testing.T) {
	path := ringFile(t, "# ours\n"+otherKey+"  "+oneKey+"# the end\n", 0o600)
	for id, says := range map[string]string{"other": "first key", "none": "its keys are other, one"} {
		if err := RetireKey(path, id); err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "none") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if err := RetireKey(path, "one"); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "# ours\n"+otherKey+"# the end\n" {
		t.Errorf("%q, %v", text, err)
	}
}
