package picture

import (
	"math"
	"math/rand/v2"
)

// ridge is the line of a row of hills: waves on top of each other.
type ridge struct{ base, high, waves, shift float64 }

func newRidge(chance *rand.Rand, base float64) ridge {
	return ridge{base, 0.03 + 0.05*chance.Float64(), 1 + 1.6*chance.Float64(), 2 * math.Pi * chance.Float64()}
}

// y returns the height of the ridge at x.
func (r ridge) y(x float64) float64 {
	angle := x*r.waves*2*math.Pi + r.shift
	return r.base + r.high*(math.Sin(angle)+0.35*math.Sin(2.3*angle+1))
}

// ground fills all below the ridge.
func (c *canvas) ground(r ridge, colours palette, depth float64) {
	outline := []point{{1, 1}, {0, 1}}
	for i := 0; i <= 60; i++ {
		x := float64(i) / 60
		outline = append(outline, point{x, r.y(x)})
	}
	c.polygon(outline, mix(colours.far, colours.near, depth))
}

const rows = 5

// backdrop paints sky, sun and some rows of hills, and returns the nearest.
func backdrop(c *canvas, colours palette, chance *rand.Rand, low float64) ridge {
	c.sky(colours.skyTop, colours.skyBottom)
	sun := point{0.2 + 0.6*chance.Float64(), 0.2 + 0.2*chance.Float64()}
	radius := 0.06 + 0.07*chance.Float64()
	c.disc(sun, radius*1.25, mix(colours.skyBottom, colours.sun, 0.45))
	c.disc(sun, radius, colours.sun)
	var r ridge
	for i := range rows {
		depth := float64(i) / (rows - 1)
		r = newRidge(chance, low+(0.90-low)*depth)
		c.ground(r, colours, depth*0.85)
	}
	return r
}

// hills are layered hills with a long-necked dinosaur.
func hills(c *canvas, colours palette, chance *rand.Rand) {
	front := backdrop(c, colours, chance, 0.46)
	x := 0.3 + 0.4*chance.Float64()
	feet := point{x, front.y(x) + 0.012}
	c.dinosaur(longneck, feet, 0.15+0.05*chance.Float64(), chance.IntN(2) == 0, colours.near, colours.sun)
	c.ground(ridge{0.97, 0.02, 2, x}, colours, 1)
}

// parade are three dinosaurs, one behind the other.
func parade(c *canvas, colours palette, chance *rand.Rand) {
	backdrop(c, colours, chance, 0.52)
	plain := ridge{0.86, 0.008, 1.4, chance.Float64()}
	c.ground(plain, colours, 1)
	flip := chance.IntN(2) == 0
	line := [][]point{plated, longneck, tyrant}
	chance.Shuffle(len(line), func(i, j int) { line[i], line[j] = line[j], line[i] })
	for i, outline := range line {
		x := 0.2 + 0.3*float64(i)
		c.dinosaur(outline, point{x, plain.y(x) + 0.01}, 0.13-0.025*float64(i), flip, mix(colours.accents[i], colours.near, 0.35), colours.skyBottom)
	}
}

// trail is a line of footprints over a plain.
func trail(c *canvas, colours palette, chance *rand.Rand) {
	c.sky(mix(colours.skyBottom, colours.far, 0.25), mix(colours.skyBottom, colours.far, 0.65))
	for i := range 4 {
		c.ground(newRidge(chance, 0.12+0.25*float64(i)), palette{far: mix(colours.skyBottom, colours.far, 0.4), near: colours.far}, float64(i)/3)
	}
	from, to := point{0.1 + 0.2*chance.Float64(), 1.02}, point{0.6 + 0.3*chance.Float64(), -0.02}
	const steps, bend = 9, 0.13
	for i := range steps {
		t := (float64(i) + 0.5) / steps
		sin, cos := math.Sincos(t * 2 * math.Pi)
		ahead := math.Atan2(to.x-from.x+2*math.Pi*bend*cos, from.y-to.y)
		aside := 0.05 * float64(2*(i%2)-1)
		at := point{from.x + (to.x-from.x)*t + bend*sin + aside*math.Cos(ahead), from.y + (to.y-from.y)*t + aside*math.Sin(ahead)}
		c.footprint(at, ahead, 0.07-0.02*t, mix(colours.near, colours.accents[0], 0.15))
	}
}
