package entity

import (
	"sync"

	"github.com/gramql/gramql/internal/entity/reader"
	"github.com/gramql/gramql/internal/entity/shape"
)

// answer is an answer that is being read, and what has come of reading it.
type answer struct {
	reader.Reader
	slabs shape.Slabs
	// row is the node that is being read.
	row *Base
	// asked reports whether more than an id is wanted of the nodes read so far, and told
	// whether they hold anything of what is wanted. Within a part of the
	// answer, told is of that part.
	asked, told bool
	came        Reading
}

var answers = sync.Pool{New: func() any { return new(answer) }}

// read runs a function over an answer, checks that nothing follows, and returns what
// came of reading it. The error is a *DecodeError.
func read(body []byte, with func(*answer) error) (Reading, error) {
	a := answers.Get().(*answer)
	a.Begin(body)
	kind := a.Kind()
	odd, err := reader.Split(with(a), kind)
	if odd != nil {
		err = odd
	}
	if err == nil {
		err = a.AtEnd()
	}
	a.silence()
	came := a.came
	came.Odd = a.Odd
	a.Forget()
	*a = answer{Reader: a.Reader}
	answers.Put(a)
	if err != nil {
		return came, &DecodeError{err}
	}
	return came, nil
}

// beginPart begins a part of the answer, and returns what was told before. Until the part
// ends, told is of the part alone.
func (a *answer) beginPart() (before bool) {
	before, a.told = a.told, false
	return before
}

// endPart ends a part of the answer, and notes that it holds nothing of what is wanted where
// it has to hold something.
func (a *answer) endPart(before, something bool) {
	a.Odd = a.Odd || something && !a.told
	a.told = a.told || before
}

// silence notes that the nodes read so far hold nothing of what is wanted of them, and
// begins anew. That is how a server in trouble answers, though each field may be absent.
func (a *answer) silence() {
	a.Odd = a.Odd || a.asked && !a.told
	a.came.Told = a.came.Told || a.told
	a.asked, a.told = false, false
}
