package content

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
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

func (k *checker) audioName(at place, name *string) {
	if name != nil {
		k.characters(at, *name)
	}
}

func (k *checker) length(at place, text string, most int) {
	k.characters(at, text)
	if n := utf8.RuneCountInString(text); n > most {
		k.fault(at, "Shorten it.", "has %d characters; at most %d are allowed", n, most)
	}
}

func (k *checker) characters(at place, text string) {
	if reason, hint := Unsendable(text); reason != "" {
		k.fault(at, hint, "%s", reason)
	}
}

// Unsendable returns why a text cannot be shown to people, and what to do about it; nothing
// for one that can. Of the control characters only tabs and ends of lines are for people, and
// U+FFFD stands where a character was lost: half an emoji, of a text that was cut.
func Unsendable(text string) (reason, hint string) {
	i := strings.IndexFunc(text, func(r rune) bool {
		return r == unicode.ReplacementChar || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\x7f'
	})
	if i < 0 {
		return "", ""
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	reason = fmt.Sprintf("has the character U+%04X in it", r)
	if r == unicode.ReplacementChar {
		return reason + ", which stands for one that was lost", "Cut texts between characters: an emoji is two units of UTF-16."
	}
	return reason, "Leave out control characters other than tabs and ends of lines."
}

func (k *checker) username(at place, name string) {
	if !username.MatchString(name) {
		k.fault(at, "Give the handle without @, such as metricsaurus.", "is not a username")
	}
}

// location checks the id of a Page that has a location.
func (k *checker) location(at place, id *string) {
	if id == nil || globalid.IsGraphID(*id) {
		return
	}
	switch global, err := globalid.Parse(*id); {
	case err != nil:
		k.fault(at, "Give a global id or a Graph API id.", "is not an id")
	case global.Type != "Page" || len(global.Way.Steps) > 0:
		k.fault(at, "Give the id of a Page that has a location.", "is the id of a %s, not of a Page", global.Type)
	}
}

// product checks the id of a product, which is no node of the schema.
func (k *checker) product(at place, id string) {
	if !globalid.IsGraphID(id) {
		k.fault(at, "Give the productId of a product, as a catalog has it.", "is not the Graph API id of a product")
	}
}

// graphID returns the Graph API's id that an id is, or stands for.
func graphID(id string) (string, error) {
	if globalid.IsGraphID(id) {
		return id, nil
	}
	global, err := globalid.Parse(id)
	return global.GraphID, err
}
