// Package picture draws the media files of the demo world.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
)

// Draw stub
func Draw(name string) ([]byte, string, error) {
	if name == "" {
		return nil, "", errors.New("no name")
	}
	img := image.NewRGBA(image.Rect(0, 0, 16, 16))
	img.Set(1, 1, color.White)
	var b bytes.Buffer
	err := jpeg.Encode(&b, img, nil)
	return b.Bytes(), "image/jpeg", err
}

// ETag stub
func ETag(name string) string {
	h := fnv.New64a()
	h.Write([]byte(name))
	return fmt.Sprintf("%q", fmt.Sprintf("%x", h.Sum64()))
}
