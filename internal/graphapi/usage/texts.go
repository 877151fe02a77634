package usage

import (
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
)

// texts is what texts of headers say, as they were read. The figures are whole percents, so
// that an answer mostly says what one before has said.
type texts[T any] struct {
	known    *lru.Cache[string, T]
	readText func(string) T
}

// The most texts that are known, and the most bytes of one.
const maxTexts, maxText = 1024, 512

func newTexts[T any](read func(string) T) texts[T] {
	known, err := lru.New[string, T](maxTexts)
	if err != nil {
		panic(err) // the size is a constant of ours
	}
	return texts[T]{known, read}
}

// read returns what a text says; nothing for an empty one.
func (t texts[T]) read(text string) (said T) {
	if text == "" {
		return said
	}
	said, known := t.known.Get(text)
	if known {
		return said
	}
	said = t.readText(text)
	if len(text) <= maxText {
		t.known.Add(strings.Clone(text), said) // without the other headers, which the text is cut from
	}
	return said
}
