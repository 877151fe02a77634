package seal

import (
	"errors"
	"io/fs"
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

func TestReadRing_saysWhichFileAndWhichLineIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		says string
	}{
		"an empty file":                {"", 0o600, "no key"},
		"comments alone":               {"# none\n", 0o600, "gramql keys add"},
		"another text":                 {"hush\n", 0o600, "line 1 does not begin with an id"},
		"a key without an id":          {oneKey + otherKey[len("other: "):], 0o600, "line 2 does not begin with an id"},
		"an id without a space":        {"one:" + oneKey[len("one: "):], 0o600, "line 1 does not begin with an id"},
		"an id with a space":           {"an " + oneKey, 0o600, "line 1 does not begin with an id"},
		"a key that is cut":            {"# one\n\n" + oneKey + otherKey[:39] + "\n", 0o600, "line 4 has a key of 24 bytes, not of 32"},
		"a key that is too long":       {"one: " + strings.Repeat("A", 86) + "\n", 0o600, "line 1 has a key of 64 bytes, not of 32"},
		"no key behind an id":          {"one: \n", 0o600, "line 1 does not begin with an id"},
		"a key that is not base64":     {"one: " + strings.Repeat("A", 42) + "!\n", 0o600, "line 1 has a key that is not base64"},
		"another base64":               {"one: " + strings.Repeat("A", 42) + "A=\n", 0o600, "without ="},
		"an id twice":                  {oneKey + oneKey, 0o600, "line 2 has the id of a key above"},
		"a line without end":           {oneKey + strings.Repeat("A", 1<<17), 0o600, "line 2 is too long"},
		"bytes that are no text":       {"\x00\xff\x7fELF", 0o600, "line 1 does not begin"},
		"a file that the group reads":  {oneKey, 0o640, "(mode 0640): chmod 600 "},
		"a file that anyone reads":     {oneKey, 0o644, "(mode 0644): chmod 600 "},
		"a file that anyone writes to": {oneKey, 0o602, "(mode 0602): chmod 600 "},
	} {
		if strings.Contains(c.says, "chmod") && runtime.GOOS == "windows" {
			continue
		}
		path := ringFile(t, c.text, c.mode)
		_, err := ReadRing(path)
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "AAAA") || strings.Contains(err.Error(), "bufio") {
			t.Errorf("%s: the error repeats what is in the file: %v", name, err)
		}
	}
}

func TestReadRing_refusesWhatIsNoFile(t *testing.T) {
	if _, err := ReadRing(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	if _, err := ReadRing(os.DevNull); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a device: %v", err)
	}
	if _, err := ReadRing(filepath.Join(t.TempDir(), "keys")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
	if err := accessError("/run/keys", &fs.PathError{Op: "open", Path: "/run/keys", Err: fs.ErrPermission}); !strings.Contains(err.Error(), "/run/keys: chown") {
		t.Errorf("a file of another user: %v", err)
	}
}

func TestAddKey_takesAFileThatIsEmpty(t *testing.T) {
	path := ringFile(t, "# ours\n", 0o600)
	if _, err := AddKey(path); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.HasSuffix(string(text), "\n# ours\n") {
		t.Errorf("%d bytes, %v: the comment is lost", len(text), err)
	}
	if _, err := ReadRing(path); err != nil {
		t.Error(err)
	}
}

func TestAddKey_writesThroughALink(t *testing.T) {
	folder := t.TempDir()
	link := func(to, name string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.Symlink(to, path); err != nil {
			t.Skip("this system makes no links:", err)
		}
		return path
	}
	elsewhere := ringFile(t, oneKey, 0o600)
	link("last", "second")
	for name, c := range map[string]struct{ link, target string }{
		"to a file":                        {link(elsewhere, "absolute"), elsewhere},
		"to a link":                        {link("absolute", "twice"), elsewhere},
		"to a file that is not there yet":  {link("later", "early"), filepath.Join(folder, "later")},
		"to a link to one that is not yet": {link("second", "first"), filepath.Join(folder, "last")},
	} {
		if _, err := AddKey(c.link); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if info, err := os.Lstat(c.link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link became %v, %v", name, info, err)
		}
		through, err := ReadRing(c.link)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r, err := ReadRing(c.target); err != nil || r.keys[0].id != through.keys[0].id {
			t.Errorf("%s: the key is not in its target: %v", name, err)
		}
	}
	if _, err := AddKey(link("loop", "loop")); err == nil {
		t.Error("a key is put into a link to itself")
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
	if ids[0] == ids[1] || seals[2].keys().first != ids[2] || len(seals[2].keys().by) != 3 {
		t.Errorf("the ids are %q, and the first is %q of %d", ids, seals[2].keys().first, len(seals[2].keys().by))
	}
	if _, ok := seals[2].Open(seals[0].Close([]byte("a text"), nil), nil); !ok {
		t.Error("what the first key sealed is lost")
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file is %v, %v", info, err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) != 1 || left[0] != path+".lock" {
		t.Errorf("%q are left", left)
	}
	wrong := ringFile(t, "hush\n", 0o600)
	if _, err := AddKey(wrong); err == nil {
		t.Error("a key is put into a file that is no ring")
	}
}
