package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image/gif"
	"image/jpeg"
	"io/fs"
	"testing"
)

func TestDraw_givesSmallPicturesThatDecode(t *testing.T) {
	names := []string{"metricsaurus.jpg", "jayposiris.jpg"}
	for i := range 12 {
		names = append(names, fmt.Sprintf("1789%d.jpg", i))
	}
	for _, name := range names {
		file, mediaType, err := Draw(name)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil || mediaType != "image/jpeg" || picture.Bounds().Dx() != size {
			t.Errorf("%s: %s, %v", name, mediaType, err)
		}
		if len(file) > 20_000 {
			t.Errorf("%s takes %d bytes", name, len(file))
		}
	}
}

func TestDraw_givesClipsThatMove(t *testing.T) {
	file, mediaType, err := Draw("17895695668004550.gif")
	if err != nil {
		t.Fatal(err)
	}
	film, err := gif.DecodeAll(bytes.NewReader(file))
	if err != nil || mediaType != "image/gif" || len(film.Image) != frames {
		t.Fatalf("%s, %d frames, %v", mediaType, len(film.Image), err)
	}
	if bytes.Equal(film.Image[0].Pix, film.Image[1].Pix) {
		t.Error("the first frames are the same")
	}
	if len(file) > 40_000 {
		t.Errorf("the clip takes %d bytes", len(file))
	}
}

func TestDraw_drawsTheSameEachTimeAndNoTwoAlike(t *testing.T) {
	draw := func(name string) []byte {
		file, _, err := Draw(name)
		if err != nil {
			t.Fatal(err)
		}
		return file
	}
	if !bytes.Equal(draw("1.jpg"), draw("1.jpg")) {
		t.Error("one name, two pictures")
	}
	if bytes.Equal(draw("1.jpg"), draw("2.jpg")) || ETag("1.jpg") == ETag("2.jpg") {
		t.Error("two names, one picture or tag")
	}
}

func TestDraw_knowsNoOtherFiles(t *testing.T) {
	for _, name := range []string{"", ".jpg", "1.png", "../1.jpg", "graph.db", "a/b.jpg", "1.jpg\n", "A.jpg", "123456789012345678901.jpg"} {
		if _, _, err := Draw(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Draw(%q): %v", name, err)
		}
	}
}

func TestDescribe_saysWhatIsDrawn(t *testing.T) {
	seen := map[string]bool{}
	for i := range 60 {
		seen[Describe(fmt.Sprintf("%d.jpg", i))] = true
	}
	if len(seen) != len(scenes) {
		t.Errorf("%d of %d scenes are ever drawn", len(seen), len(scenes))
	}
}
