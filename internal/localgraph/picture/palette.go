package picture

import "image/color"

// palette is a set of colours that go together.
type palette struct {
	skyTop, skyBottom, sun color.RGBA
	// far and near are the farthest and nearest hills; those between are mixed.
	far, near color.RGBA
	accents   []color.RGBA
}

var palettes = []palette{
	{rgb(0x2b3a67), rgb(0xf7b267), rgb(0xffe8b6), rgb(0xc98474), rgb(0x30253f), accents(0xf25c54, 0xf7b267, 0x8ecae6, 0xb8e0d2)}, // dusk
	{rgb(0xbfe3e0), rgb(0xfdf6e3), rgb(0xffd166), rgb(0x9cc5a1), rgb(0x216869), accents(0xef476f, 0xffd166, 0x06d6a0, 0x118ab2)}, // fern
	{rgb(0xf4d6cc), rgb(0xfdf0e6), rgb(0xe4572e), rgb(0xe0a899), rgb(0x6d3b47), accents(0xe4572e, 0x17bebb, 0xffc914, 0x2e282a)}, // clay
	{rgb(0x0d1b2a), rgb(0x415a77), rgb(0xf0ead6), rgb(0x52738f), rgb(0x0b1420), accents(0xe0e1dd, 0xf4a261, 0x8ecae6, 0xb5c99a)}, // night
	{rgb(0xe9edc9), rgb(0xfefae0), rgb(0xd4a373), rgb(0xccd5ae), rgb(0x5f6f3a), accents(0xbc6c25, 0xdda15e, 0x606c38, 0x283618)}, // moss
	{rgb(0xcdb4db), rgb(0xffe5ec), rgb(0xffafcc), rgb(0xb79ad1), rgb(0x4a3f6b), accents(0xff5d8f, 0xffc8dd, 0x7b6cf6, 0xa2d2ff)}, // dawn
}

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255} //nolint:gosec // cut on purpose
}

func accents(hexes ...uint32) []color.RGBA {
	var list []color.RGBA
	for _, hex := range hexes {
		list = append(list, rgb(hex))
	}
	return list
}

// mix returns the colour at t between a, at 0, and b, at 1.
func mix(a, b color.RGBA, t float64) color.RGBA {
	part := func(a, b uint8) uint8 { return uint8(float64(a) + (float64(b)-float64(a))*t) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 255}
}
