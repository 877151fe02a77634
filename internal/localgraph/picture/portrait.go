package picture

import "math/rand/v2"

// portrait is a dinosaur's head and neck before a disc.
func portrait(c *canvas, colours palette, chance *rand.Rand) {
	c.sky(colours.skyTop, colours.skyBottom)
	c.disc(point{0.5, 0.5}, 0.36, colours.sun)
	outline := pick(chance, [][]point{longneck, tyrant})
	feet := map[*point]point{&longneck[0]: {0.14, 1.20}, &tyrant[0]: {0.24, 1.26}}[&outline[0]]
	c.dinosaur(outline, feet, 0.58, false, mix(colours.near, colours.accents[0], 0.2), colours.skyBottom)
	c.ground(ridge{0.97, 0.015, 1.5, chance.Float64()}, colours, 1)
}
