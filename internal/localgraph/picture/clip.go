package picture

import (
	"image"
	"image/color"
	"image/gif"
	"math/rand/v2"
)

// The number of frames of a clip, and how long each is shown, in hundredths of a
// second.
const (
	frames = 16
	delay  = 9
)

// clip animates a chart that grows while a dinosaur walks by.
func clip(name string) *gif.GIF {
	_, chance := sceneOf(name)
	colours := pick(chance, palettes)
	seed := chance.Uint64()
	film := &gif.GIF{}
	for i := range frames {
		part := float64(i+1) / frames
		c := newCanvas(clipSize)
		c.bar(0, 0, 1, 1, mix(colours.skyBottom, rgb(0xffffff), 0.4))
		c.grow(colours, rand.New(rand.NewPCG(seed, 0)), part) //nolint:gosec // must repeat
		feet := point{-0.1 + 1.2*part, 0.86 - 0.012*float64(i%2)}
		c.dinosaur(longneck, feet, 0.12, false, colours.near, colours.skyBottom)
		film.Image = append(film.Image, c.paletted(colours))
		film.Delay = append(film.Delay, delay)
	}
	film.Delay[frames-1] = 10 * delay
	return film
}

// paletted returns what was painted in the palette's colours, and in a few between
// them for edges.
func (c *canvas) paletted(colours palette) *image.Paletted {
	paper := mix(colours.skyBottom, rgb(0xffffff), 0.4)
	shades := color.Palette{paper, colours.near, mix(paper, colours.near, 0.5), colours.skyBottom, mix(colours.far, colours.skyBottom, 0.6)}
	for _, accent := range colours.accents {
		shades = append(shades, accent, mix(paper, accent, 0.5))
	}
	from := c.image()
	to := image.NewPaletted(from.Rect, shades)
	nearest := map[color.RGBA]uint8{}
	for i := range to.Pix {
		p := color.RGBA{from.Pix[4*i], from.Pix[4*i+1], from.Pix[4*i+2], 255}
		index, known := nearest[p]
		if !known {
			index = uint8(shades.Index(p)) //nolint:gosec // 13 shades
			nearest[p] = index
		}
		to.Pix[i] = index
	}
	return to
}
