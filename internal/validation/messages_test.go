package validation_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/validation"
)

// messagesCase is a document and all that is said of it, each error with its places.
type messagesCase struct {
	Document string
	Says     []string
}

func TestValidator_saysWhatIsWrongInTheWordsOfGraphQLJS(t *testing.T) {
	t.Parallel()
	j := newJudge(t)
	for _, c := range load[messagesCase](t, "testdata/messages.yml") {
		_, errs := j.read(c.Document)
		var said []string
		for _, err := range errs {
			text := err.Message
			for i, at := range err.Locations {
				text += [...]string{" @", " "}[min(i, 1)] + at.String()
			}
			said = append(said, text)
		}
		if !slices.Equal(said, c.Says) {
			t.Errorf("%s\nsays %s\nwant %s", c.Document, strings.Join(said, "\n     "), strings.Join(c.Says, "\n     "))
		}
	}
}

func TestValidator_suggestsNothingForManyErrors(t *testing.T) {
	t.Parallel()
	for errors, suggests := range map[int]bool{20: true, 21: false} {
		var b strings.Builder
		for i := range errors {
			fmt.Fprintf(&b, " username%d", i)
		}
		errs := newValidator().Validate(parse(t, "{ me {"+b.String()+" } }"))
		if len(errs) != errors || strings.Contains(errs[0].Message, "Did you mean") != suggests {
			t.Errorf("%d errors: %v", errors, errs[0])
		}
	}
}

// However much a document has, an error of it stays short.
func TestValidator_namesAHundredPlacesAtMost(t *testing.T) {
	t.Parallel()
	many := func(format string) string {
		var b strings.Builder
		for i := range 101 {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	v := newJudge(t).validator
	for name, c := range map[string]struct {
		document        string
		places, reasons int
	}{
		"fields that differ":          {`{ me {` + many(" f%d: name") + ` } me {` + many(" f%d: username") + ` } }`, 200, 101},
		"conditions of subscriptions": {`subscription { published { id }` + many(" f%d: published @skip(if: true) { id }") + ` }`, 100, 0},
		"introspection by one name":   {`subscription {` + strings.Repeat(" __typename", 101) + ` }`, 100, 0},
	} {
		errs := v.Validate(parse(t, c.document))
		if len(errs) != 1 || len(errs[0].Locations) != c.places || strings.Count(errs[0].Message, "conflict because") != c.reasons {
			t.Errorf("%s: %d errors; %d places in %.500s", name, len(errs), len(errs[0].Locations), errs[0].Message)
		}
	}
	var chain strings.Builder
	for i := range 101 {
		fmt.Fprintf(&chain, "fragment f%d on Query { ...f%d } ", i, (i+1)%101)
	}
	if errs := validation.Circles(parse(t, chain.String())); len(errs) != 1 || len(errs[0].Locations) != 100 {
		t.Errorf("%d circles of 101 fragments", len(errs))
	}
}
