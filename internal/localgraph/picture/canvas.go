package picture

import (
	"image"
	"image/color"
	"math"
	"slices"
)

// Pictures are squares of size pixels, clips of clipSize. Both are painted at
// twice that and shrunk, which smooths the edges.
const (
	size     = 480
	clipSize = 200
	oversize = 2
)

// point is a place on a canvas, or a step: 0,0 is the upper left corner and 1,1
// the lower right one.
type point struct{ x, y float64 }

// canvas is the surface that scenes are painted on.
type canvas struct {
	side int
	pix  []color.RGBA
}

func newCanvas(size int) *canvas {
	side := size * oversize
	return &canvas{side, make([]color.RGBA, side*side)}
}

// sky fills the canvas with a gradient.
func (c *canvas) sky(top, bottom color.RGBA) {
	for y := range c.side {
		shade := mix(top, bottom, float64(y)/float64(c.side))
		row := c.pix[y*c.side : (y+1)*c.side]
		for x := range row {
			row[x] = shade
		}
	}
}

// disc fills a circle.
func (c *canvas) disc(at point, radius float64, colour color.RGBA) {
	var outline []point
	for i := range 48 {
		sin, cos := math.Sincos(float64(i) / 48 * 2 * math.Pi)
		outline = append(outline, point{at.x + radius*cos, at.y + radius*sin})
	}
	c.polygon(outline, colour)
}

// bar fills a rectangle.
func (c *canvas) bar(left, top, right, bottom float64, colour color.RGBA) {
	c.polygon([]point{{left, top}, {right, top}, {right, bottom}, {left, bottom}}, colour)
}

// line draws a line of some width.
func (c *canvas) line(from, to point, width float64, colour color.RGBA) {
	length := math.Hypot(to.x-from.x, to.y-from.y)
	aside := point{-(to.y - from.y) / length * width / 2, (to.x - from.x) / length * width / 2}
	c.polygon([]point{
		{from.x + aside.x, from.y + aside.y}, {to.x + aside.x, to.y + aside.y},
		{to.x - aside.x, to.y - aside.y}, {from.x - aside.x, from.y - aside.y},
	}, colour)
}

// polygon fills an outline, row by row between its crossings.
func (c *canvas) polygon(outline []point, colour color.RGBA) {
	side := float64(c.side)
	top, bottom := math.Inf(1), math.Inf(-1)
	for _, p := range outline {
		top, bottom = min(top, p.y*side), max(bottom, p.y*side)
	}
	var crossings []float64
	for y := int(max(top, 0)); y < c.side && float64(y) <= bottom; y++ {
		crossings = crossings[:0]
		middle := float64(y) + 0.5
		for i, a := range outline {
			b := outline[(i+1)%len(outline)]
			ay, by := a.y*side, b.y*side
			if (ay <= middle) != (by <= middle) {
				crossings = append(crossings, (a.x+(b.x-a.x)*(middle-ay)/(by-ay))*side)
			}
		}
		slices.Sort(crossings)
		for i := 0; i+1 < len(crossings); i += 2 {
			left, right := int(max(crossings[i]+0.5, 0)), int(min(crossings[i+1]+0.5, side))
			for x := left; x < right; x++ {
				c.pix[y*c.side+x] = colour
			}
		}
	}
}

// image returns what was painted, shrunk.
func (c *canvas) image() *image.RGBA {
	side := c.side / oversize
	shrunk := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			var r, g, b int
			for dy := range oversize {
				for dx := range oversize {
					p := c.pix[(y*oversize+dy)*c.side+x*oversize+dx]
					r, g, b = r+int(p.R), g+int(p.G), b+int(p.B)
				}
			}
			const n = oversize * oversize
			shrunk.SetRGBA(x, y, color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255})
		}
	}
	return shrunk
}

// smooth rounds an outline: a Catmull-Rom curve through its points.
func smooth(outline []point) []point {
	const steps = 6
	n := len(outline)
	curve := make([]point, 0, n*steps)
	for i := range outline {
		a, b, c, d := outline[(i+n-1)%n], outline[i], outline[(i+1)%n], outline[(i+2)%n]
		for step := range steps {
			t := float64(step) / steps
			curve = append(curve, point{spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t)})
		}
	}
	return curve
}

func spline(a, b, c, d, t float64) float64 {
	return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-3*c+d-a)*t*t*t)
}

// place moves an outline to a point and scales it; flip turns it around.
func place(outline []point, at point, scale float64, flip bool) []point {
	placed := make([]point, len(outline))
	for i, p := range outline {
		if flip {
			p.x = -p.x
		}
		placed[i] = point{at.x + p.x*scale, at.y + p.y*scale}
	}
	return placed
}
