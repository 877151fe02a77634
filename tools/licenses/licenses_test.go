package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

func TestCheck_takesOnlyLicencesOnTheList(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a licence on the list", "Copyright (c) 2020 Somebody\n\n" + mit, ""},
		{"a notice", "Copyright 2020 Somebody. This product includes software of somebody else.", ""},
		{"another licence", strings.Replace(mit, "\n\nTHE SOFTWARE", "\n\nThe Software shall be used for Good, not Evil.\n\nTHE SOFTWARE", 1), "the licence JSON is not on the list"},
		{"words of somebody's own", strings.Repeat("You may use this on Sundays. ", 20), "read it, and put it on the list"},
		{"a licence with words of somebody's own", mit + strings.Repeat(" But only on Sundays.", 100), "read it, and put it on the list"},
	} {
		err := work{names: []string{"example.com/m v1.0.0"}, text: c.text}.check()
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "example.com/m v1.0.0")) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestNearest_findsTheLicenceOfTheFolderElseOfTheModule(t *testing.T) {
	root := t.TempDir()
	for _, path := range []string{"LICENSE", "NOTICE.txt", "license.go", "copyright/x.go", "vendored/COPYING", "vendored/deep/x.go", "noticed/NOTICE", "none.txt"} {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	of := func(dir, module string) goPackage {
		p := goPackage{Dir: filepath.Join(root, dir)}
		p.Module = &struct{ Path, Version, Dir string }{"example.com/m", "v1.0.0", filepath.Join(root, module)}
		return p
	}
	for dir, want := range map[string]string{
		"": "LICENSE NOTICE.txt", "copyright": "LICENSE NOTICE.txt", "vendored/deep": "vendored/COPYING", "noticed": "LICENSE NOTICE.txt",
	} {
		found, err := nearest(of(dir, ""))
		for i := range found {
			found[i] = strings.TrimPrefix(found[i], root+"/")
		}
		if got := strings.Join(found, " "); got != want || err != nil {
			t.Errorf("%q: %s, not %s; %v", dir, got, want, err)
		}
	}
	if _, err := nearest(of("copyright", "copyright")); err == nil || !strings.Contains(err.Error(), "example.com/m v1.0.0 has no licence") {
		t.Error(err)
	}
}
