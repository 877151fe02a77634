// Package picture draws the media files of the demo world: small, the same on
// every machine, and drawn on request, so that none is stored.
//
// A file's name decides what is drawn: a number is a picture (.jpg) or a clip
// (.gif), anything else the portrait of an account of that name.
package picture

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image/gif"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"path"
	"regexp"
	"strings"
)

// edition is part of every ETag: raise it when the drawings change.
const edition = 1

// Quality is chosen so that a picture takes some 10 kB.
const quality = 80

// Names of files that can be drawn.
var valid = regexp.MustCompile(`^([0-9]{1,19}\.(jpg|gif)|[a-z][a-z.]{0,29}\.jpg)$`)

// Has reports whether there is a file of a name.
func Has(name string) bool { return valid.MatchString(name) }

// busy holds a token for each drawing in progress: a canvas takes some MB.
var busy = make(chan struct{}, 2)

// Draw returns the file of a name, and its media type. The error is fs.ErrNotExist
// if no file can have the name.
func Draw(name string) (file []byte, mediaType string, err error) {
	if !Has(name) {
		return nil, "", fmt.Errorf("picture %q: %w", name, fs.ErrNotExist)
	}
	busy <- struct{}{}
	defer func() { <-busy }()
	var text bytes.Buffer
	if path.Ext(name) == ".gif" {
		err = gif.EncodeAll(&text, clip(name))
		return text.Bytes(), "image/gif", err
	}
	c := newCanvas(size)
	paint, chance := sceneOf(name)
	paint(c, pick(chance, palettes), chance)
	err = jpeg.Encode(&text, c.image(), &jpeg.Options{Quality: quality})
	return text.Bytes(), "image/jpeg", err
}

// Describe returns an alternative text for a picture.
func Describe(name string) string {
	return scenes[sceneNumber(name)].description
}

// ETag returns the entity tag of the file of a name, in quotes.
func ETag(name string) string { return fmt.Sprintf(`"%x-%d"`, seedOf(name), edition) }

// A picture shows one of these scenes.
var scenes = [...]struct {
	description string
	paint       scene
}{
	{"Layered hills in soft colours, and a long-necked dinosaur under a low sun", hills},
	{"A chart of bars, and a small dinosaur who looks at it", bars},
	{"A trail of three-toed footprints crossing a plain", trail},
	{"Dots of many colours scattered along a rising line", dots},
	{"Three dinosaurs of different sizes walking one behind the other", parade},
}

// scene paints one kind of picture, each time a little different.
type scene func(c *canvas, colours palette, chance *rand.Rand)

func sceneNumber(name string) int { return int(seedOf(name) >> 8 % uint64(len(scenes))) }

func sceneOf(name string) (scene, *rand.Rand) {
	seed := seedOf(name)
	chance := rand.New(rand.NewPCG(seed, edition)) //nolint:gosec // must repeat
	if strings.Trim(name[:1], "0123456789") != "" {
		return portrait, chance
	}
	return scenes[sceneNumber(name)].paint, chance
}

func seedOf(name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(strings.TrimSuffix(name, path.Ext(name)))) // never fails
	return h.Sum64()
}

func pick[T any](chance *rand.Rand, from []T) T { return from[chance.IntN(len(from))] }
