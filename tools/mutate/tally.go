package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// outcome is what became of one mutant.
type outcome int

const (
	// killed: a test failed.
	killed outcome = iota
	// timedOut: the tests did not end in time, which counts as killed.
	timedOut
	// survived: all tests passed.
	survived
	// uncompiled: the change is no Go program, so there was nothing to test.
	uncompiled
)

// tally counts the outcomes of one package.
type tally struct {
	name string
	// of is how many mutants of the package there are, known survivors apart.
	of, known int
	outcomes  [uncompiled + 1]int
}

func (t *tally) add(o outcome) { t.outcomes[o]++ }

// counted returns how many mutants have been tested.
func (t *tally) counted() int {
	return t.outcomes[killed] + t.outcomes[timedOut] + t.outcomes[survived]
}

// percent returns how many of those tested survived, of a hundred.
func (t *tally) percent() float64 {
	if t.counted() == 0 {
		return 0
	}
	return 100 * float64(t.outcomes[survived]) / float64(t.counted())
}

func (t tally) String() string {
	return fmt.Sprintf("%s: %d of %d mutants tried, %d killed, %d of them by the time limit, %d survived (%.0f %%); %d did not compile, %d known survivors left out",
		t.name, t.counted(), t.of, t.outcomes[killed]+t.outcomes[timedOut], t.outcomes[timedOut], t.outcomes[survived], t.percent(), t.outcomes[uncompiled], t.known)
}

// sample returns the mutants in the order of a seed.
func sample(mutants []mutant, seed uint64) []mutant {
	shuffled := slices.Clone(mutants)
	r := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // a sample that can be had again, no secret
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	return shuffled
}
