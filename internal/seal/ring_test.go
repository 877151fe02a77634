package seal

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const (
	oneKey   = "one: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	otherKey = "other: BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA\n"
)

func ringFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func ring(t *testing.T, text string) Ring {
	t.Helper()
	r, err := ReadRing(ringFile(t, text, 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRing_opensWhatAnyOfItsKeysSealed(t *testing.T) {
	before, after := ring(t, "# comment\n\n"+oneKey).Seal("test"), ring(t, otherKey+oneKey).Seal("test")
	alone := ring(t, otherKey).Seal("test")
	label := []byte("label")
	for name, c := range map[string]struct {
		by, opens Seal
		want      bool
	}{
		"the old key, before and after a new one came": {before, after, true},
		"the new key, where it is known":               {after, alone, true},
		"the new key, where it is not":                 {after, before, false},
		"the old key, where it is retired":             {before, alone, false},
	} {
		if text, ok := c.opens.Open(c.by.Close([]byte("a text"), label), label); ok != c.want || ok && string(text) != "a text" {
			t.Errorf("%s: %q, %v", name, text, ok)
		}
	}
	if _, ok := ring(t, oneKey).Seal("other").Open(before.Close([]byte("a text"), label), label); ok {
		t.Error("it opens for another purpose")
	}
	if a, b := ring(t, otherKey+oneKey).Key("names"), ring(t, otherKey).Key("names"); string(a) != string(b) {
		t.Error("the first key does not make the names")
	}
}

func TestReadRing_refuses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		says string
	}{
		"an empty file":                {"", 0o600, "has no key"},
		"comments alone":               {"# none\n", 0o600, "has no key"},
		"another text":                 {"hush\n", 0o600, "line 1"},
		"a key that is cut":            {oneKey + otherKey[:40] + "\n", 0o600, "line 2"},
		"an id twice":                  {oneKey + oneKey, 0o600, "line 2"},
		"an id with a space":           {"an " + oneKey, 0o600, "line 1"},
		"a file that the group reads":  {oneKey, 0o640, "chmod 600"},
		"a file that anyone reads":     {oneKey, 0o644, "chmod 600"},
		"a file that anyone writes to": {oneKey, 0o602, "chmod 600"},
	} {
		if strings.Contains(c.says, "chmod") && runtime.GOOS == "windows" {
			continue
		}
		_, err := ReadRing(ringFile(t, c.text, c.mode))
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "AAAA") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReadRing_refusesWhatIsNoFile(t *testing.T) {
	if _, err := ReadRing(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder: %v", err)
	}
}

func TestAddKey_makesARingAndPutsNewKeysFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "keys")
	var seals []Seal
	var ids []string
	for range 3 {
		id, err := AddKey(path)
		if err != nil {
			t.Fatal(err)
		}
		r, err := ReadRing(path)
		if err != nil {
			t.Fatal(err)
		}
		ids, seals = append(ids, id), append(seals, r.Seal("test"))
	}
	if ids[0] == ids[1] || seals[2].first != ids[2] || len(seals[2].keys) != 3 {
		t.Errorf("the ids are %q, and the first is %q of %d", ids, seals[2].first, len(seals[2].keys))
	}
	if _, ok := seals[2].Open(seals[0].Close([]byte("a text"), nil), nil); !ok {
		t.Error("what the first key sealed is lost")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file is %v, %v", info, err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
	wrong := ringFile(t, "hush\n", 0o600)
	if _, err := AddKey(wrong); err == nil {
		t.Error("a key is put into a file that is no ring")
	}
}
