package cdn_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gramql/gramql/internal/localgraph/cdn"
	"github.com/gramql/gramql/internal/localgraph/mediafile"
)

func TestCDN_knowsItsOwnFiles(t *testing.T) {
	t.Parallel()
	library := mediafile.Open(t.TempDir(), nil)
	published, _, err := library.Append("", 0, strings.NewReader("a video"))
	if err != nil {
		t.Fatal(err)
	}
	c := cdn.New(library, "http://graph.test", time.Now)
	for name, want := range map[string]struct {
		address string
		file    mediafile.File
		known   bool
	}{
		"a drawn picture":       {"http://graph.test/media/1.jpg?oe=1", mediafile.File{Name: "1.jpg", Type: "image/jpeg"}, true},
		"a drawn clip":          {"http://GRAPH.test/media/1.gif", mediafile.File{Name: "1.gif", Type: "image/gif"}, true},
		"what was published":    {"http://graph.test/media/" + published, mediafile.File{Name: published, Type: mediafile.TypeOf(published)}, true},
		"what is gone":          {"http://graph.test/media/upload-" + strings.Repeat("0", 24) + ".jpg", mediafile.File{}, true},
		"of no known form":      {"http://graph.test/media/%2e", mediafile.File{}, true},
		"of another folder":     {"http://graph.test/1.jpg", mediafile.File{}, false},
		"of another host":       {"http://elsewhere.test/media/1.jpg", mediafile.File{}, false},
		"of a host of its port": {"http://graph.test:1/media/1.jpg", mediafile.File{}, false},
	} {
		address, err := url.Parse(want.address)
		if err != nil {
			t.Fatal(err)
		}
		if file, known := c.Own(address); file != want.file || known != want.known {
			t.Errorf("%s: %+v, %t", name, file, known)
		}
	}
	if _, known := cdn.New(library, "", time.Now).Own(&url.URL{Path: "/media/1.jpg"}); known {
		t.Error("a server without an address of its own knows its files")
	}
}

func TestCDN_drawsSquares(t *testing.T) {
	t.Parallel()
	c := cdn.New(mediafile.Open(t.TempDir(), nil), "", time.Now)
	if width, height, err := c.Size(drawn); width != height || width == 0 || err != nil {
		t.Errorf("%d × %d, %v", width, height, err)
	}
}
