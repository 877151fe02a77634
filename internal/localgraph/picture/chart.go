package picture

import (
	"image/color"
	"math"
	"math/rand/v2"
)

// paper is the background of charts.
func (c *canvas) paper(colours palette) {
	c.sky(mix(colours.skyBottom, rgb(0xffffff), 0.55), mix(colours.skyBottom, rgb(0xffffff), 0.35))
}

// bars is a bar chart, and a dinosaur looking at it.
func bars(c *canvas, colours palette, chance *rand.Rand) {
	c.paper(colours)
	c.grow(colours, chance, 1)
	c.dinosaur(tyrant, point{0.80, 0.868}, 0.12, true, colours.near, colours.skyBottom)
}

// grow paints bars that have reached a part of their height. It leaves room on the
// right for the dinosaur.
func (c *canvas) grow(colours palette, chance *rand.Rand, part float64) {
	const left, right, last, floor, n = 0.10, 0.90, 0.68, 0.86, 7
	for i := 1; i <= 4; i++ {
		y := floor - 0.17*float64(i)
		c.bar(left, y, right, y+0.003, mix(colours.far, colours.skyBottom, 0.6))
	}
	const width = (last - left) / n
	height := 0.15 + 0.15*chance.Float64()
	for i := range n {
		height = min(max(height+0.30*chance.Float64()-0.10, 0.12), 0.70)
		x := left + width*float64(i)
		c.bar(x+width*0.12, floor-height*part, x+width*0.88, floor, colours.accents[i%len(colours.accents)])
	}
	c.bar(left-0.02, floor, right+0.02, floor+0.008, colours.near)
}

// dots is a scatter plot with its line.
func dots(c *canvas, colours palette, chance *rand.Rand) {
	c.paper(colours)
	c.bar(0.10, 0.10, 0.107, 0.90, colours.near)
	c.bar(0.10, 0.893, 0.90, 0.90, colours.near)
	slope := 0.45 + 0.25*chance.Float64()
	at := func(x float64) float64 { return 0.80 - slope*(x-0.1) }
	c.line(point{0.14, at(0.14)}, point{0.88, at(0.88)}, 0.008, mix(colours.near, colours.skyBottom, 0.4))
	for range 70 {
		x := 0.15 + 0.72*chance.Float64()
		y := min(max(at(x)+0.09*chance.NormFloat64(), 0.12), 0.86)
		c.disc(point{x, y}, 0.008+0.014*chance.Float64(), pick(chance, colours.accents))
	}
}

// footprint paints three toes and a heel that point to an angle, 0 being up.
func (c *canvas) footprint(at point, angle, length float64, colour color.RGBA) {
	toe := smooth([]point{{-0.16, 0.1}, {-0.13, -0.6}, {0, -1}, {0.13, -0.6}, {0.16, 0.1}})
	for _, spread := range []float64{-0.6, 0, 0.6} {
		c.polygon(turn(toe, at, angle+spread, length), colour)
	}
	c.disc(at, 0.26*length, colour)
}

func turn(outline []point, at point, angle, scale float64) []point {
	sin, cos := math.Sincos(angle)
	turned := make([]point, len(outline))
	for i, p := range outline {
		turned[i] = point{at.x + (p.x*cos-p.y*sin)*scale, at.y + (p.x*sin+p.y*cos)*scale}
	}
	return turned
}
