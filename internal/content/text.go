package content

import (
	"errors"
	"regexp"
	"unicode/utf8"

	"github.com/gramql/gramql/internal/computed"
	"github.com/gramql/gramql/internal/globalid"
)

// Meta's limits of texts, in Unicode code points.
//
// Source: Meta, Instagram Platform: IG User: Media.
const (
	maxCaption  = 2200
	maxAltText  = 1000
	maxHashtags = 30
	maxMentions = 20
)

// username is the form of handles.
var username = regexp.MustCompile(`^[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?$`)

func (k *checker) caption(at place, text *string) {
	if text == nil {
		return
	}
	k.length(at, *text, maxCaption)
	if n := len(computed.Hashtags(*text)); n > maxHashtags {
		k.fault(at, "Leave some out.", "has %d hashtags; at most %d are allowed", n, maxHashtags)
	}
	if n := len(computed.Mentions(*text)); n > maxMentions {
		k.fault(at, "Leave some out.", "mentions %d accounts; at most %d are allowed", n, maxMentions)
	}
}

func (k *checker) altText(at place, text *string) {
	if text != nil {
		k.length(at, *text, maxAltText)
	}
}

func (k *checker) length(at place, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		k.fault(at, "Shorten it.", "has %d characters; at most %d are allowed", n, most)
	}
}

func (k *checker) username(at place, name string) {
	if !username.MatchString(name) {
		k.fault(at, "Give the handle without @, such as metricsaurus.", "is not a username")
	}
}

func (k *checker) id(at place, id *string) {
	if id == nil {
		return
	}
	if _, err := graphID(*id); err != nil {
		k.fault(at, "Give a global id or a Graph API id.", "is not an id")
	}
}

// graphID returns the Graph API's id that an id is, or stands for.
func graphID(id string) (string, error) {
	if globalid.IsGraphID(id) {
		return id, nil
	}
	global, err := globalid.Parse(id)
	if err == nil && len(global.Way.Steps) > 0 {
		err = errors.New("the node cannot be reached by its own id")
	}
	return global.GraphID, err
}
