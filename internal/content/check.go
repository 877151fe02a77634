package content

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/problem"
)

// Meta's limits.
//
// Source: Meta, Instagram Platform: Content Publishing; IG User: Media.
const (
	minItems         = 2
	maxItems         = 10
	maxCollaborators = 3
	maxProductTags   = 5
)

// GraduationStrategies are the ways in which a trial reel is shown to all.
var GraduationStrategies = []string{"MANUAL", "SS_PERFORMANCE"}

// Check returns what is wrong with the content, which came as an argument; nil if the
// Graph API can be asked to post it. The error is a *problem.InputError that names the
// place, such as "content.carousel.items.2.image.imageUrl".
func (c *Content) Check(argument string) error {
	var k checker
	at := place(argument)
	k.one(at, "image, reel, story or carousel", c.Image != nil, c.Reel != nil, c.Story != nil, c.Carousel != nil)
	switch {
	case c.Image != nil:
		k.image(at.in("image"), c.Image)
	case c.Reel != nil:
		k.reel(at.in("reel"), c.Reel)
	case c.Story != nil:
		k.story(at.in("story"), c.Story)
	case c.Carousel != nil:
		k.carousel(at.in("carousel"), c.Carousel)
	}
	return k.first
}

// errProducts is the error of a post whose tags the login type does not take.
var errProducts = problem.New(problem.Unsupported, "products are tagged with Facebook Login only",
	"Ask with a token of Facebook Login, or leave productTags out.")

// Supports returns why the content cannot be posted with a login type, a problem; nil if it
// can. The content must have passed Check.
func (c *Content) Supports(login dialect.Login) error {
	if login != dialect.Facebook && c.tagsProducts() {
		return errProducts
	}
	return nil
}

func (c *Content) tagsProducts() bool {
	if c.Image != nil {
		return len(c.Image.ProductTags) > 0
	}
	return c.Carousel != nil && slices.ContainsFunc(c.Carousel.Items, func(i Item) bool { return i.Image != nil && len(i.Image.ProductTags) > 0 })
}

// place is where in the input a value is.
type place string

func (p place) in(name string) place { return p + place("."+name) }
func (p place) at(i int) place       { return p + place("."+strconv.Itoa(i)) }

// checker keeps the first fault that it finds.
type checker struct{ first error }

func (k *checker) fault(at place, hint, reason string, args ...any) {
	if k.first == nil {
		k.first = problem.Input(string(at), fmt.Sprintf(reason, args...), hint)
	}
}

// one checks that exactly one of several fields is set.
func (k *checker) one(at place, names string, set ...bool) {
	n := 0
	for _, s := range set {
		if s {
			n++
		}
	}
	if n != 1 {
		k.fault(at, "Give one of them.", "%d of %s are given", n, names)
	}
}

func (k *checker) image(at place, i *Image) {
	k.url(at.in("imageUrl"), &i.ImageURL)
	k.caption(at.in("caption"), i.Caption)
	k.altText(at.in("altText"), i.AltText)
	k.location(at.in("locationId"), i.LocationID)
	k.userTags(at.in("userTags"), i.UserTags, true)
	k.collaborators(at.in("collaborators"), i.Collaborators)
	k.productTags(at.in("productTags"), i.ProductTags, true)
}

func (k *checker) reel(at place, r *Reel) {
	k.url(at.in("videoUrl"), &r.VideoURL)
	k.caption(at.in("caption"), r.Caption)
	k.url(at.in("coverUrl"), r.CoverURL)
	k.audioName(at.in("audioName"), r.AudioName)
	if offset := r.ThumbOffsetMs; offset != nil && *offset < 0 {
		k.fault(at.in("thumbOffsetMs"), "Give the milliseconds from the video's beginning.", "is below 0")
	}
	k.collaborators(at.in("collaborators"), r.Collaborators)
	k.userTags(at.in("userTags"), r.UserTags, false)
	if t := r.Trial; t != nil && !slices.Contains(GraduationStrategies, t.GraduationStrategy) {
		k.fault(at.in("trial").in("graduationStrategy"), "Give MANUAL or SS_PERFORMANCE.", "is not a strategy")
	}
}

func (k *checker) story(at place, s *Story) {
	k.one(at, "imageUrl or videoUrl", s.ImageURL != nil, s.VideoURL != nil)
	k.url(at.in("imageUrl"), s.ImageURL)
	k.url(at.in("videoUrl"), s.VideoURL)
	k.userTags(at.in("userTags"), s.UserTags, false)
}

func (k *checker) carousel(at place, c *Carousel) {
	items := at.in("items")
	if n := len(c.Items); n < minItems || n > maxItems {
		k.fault(items, "A carousel has 2 to 10 items; a single image or reel is posted as such.", "has %d items", n)
	}
	for i, item := range c.Items {
		at := items.at(i)
		k.one(at, "image or video", item.Image != nil, item.Video != nil)
		switch {
		case item.Image != nil:
			at = at.in("image")
			k.url(at.in("imageUrl"), &item.Image.ImageURL)
			k.altText(at.in("altText"), item.Image.AltText)
			k.userTags(at.in("userTags"), item.Image.UserTags, true)
			k.productTags(at.in("productTags"), item.Image.ProductTags, true)
		case item.Video != nil:
			at = at.in("video")
			k.url(at.in("videoUrl"), &item.Video.VideoURL)
			k.userTags(at.in("userTags"), item.Video.UserTags, false)
		}
	}
	k.caption(at.in("caption"), c.Caption)
	k.location(at.in("locationId"), c.LocationID)
	k.collaborators(at.in("collaborators"), c.Collaborators)
}

// url checks an address that Meta's servers fetch.
func (k *checker) url(at place, address *string) {
	if address == nil {
		return
	}
	const hint = "Give the https address of a file that anyone can fetch."
	switch u, err := url.Parse(*address); {
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		k.fault(at, hint, "is not an http or https URL")
	case u.User != nil:
		k.fault(at, hint, "has a user name or a password in it")
	}
}

// position checks where in an image a tag is.
func (k *checker) position(at place, x, y *float64, needed bool) {
	for _, c := range []struct {
		name  string
		value *float64
	}{{"x", x}, {"y", y}} {
		switch {
		case c.value == nil && (needed || x != nil || y != nil):
			k.fault(at.in(c.name), "Give x and y: from 0 to 1, from the left and from the top of the image.", "is missing")
		case c.value != nil && (math.IsNaN(*c.value) || *c.value < 0 || *c.value > 1):
			k.fault(at.in(c.name), "Give a share of the image: from 0.0 to 1.0.", "is not between 0.0 and 1.0")
		}
	}
}

func (k *checker) userTags(at place, tags []UserTag, inImage bool) {
	for i, tag := range tags {
		k.username(at.at(i).in("username"), tag.Username)
		k.position(at.at(i), tag.X, tag.Y, inImage)
	}
}

// CheckProductTags returns what is wrong with the tags of a media that is published, which
// came as an argument; nil if the Graph API can be asked to add them. Only it knows whether
// the media is an image, whose tags have a place.
func CheckProductTags(argument string, tags []ProductTag) error {
	var k checker
	if len(tags) == 0 {
		k.fault(place(argument), "Give 1 to 5 products.", "names no product")
	}
	k.productTags(place(argument), tags, false)
	return k.first
}

func (k *checker) productTags(at place, tags []ProductTag, inImage bool) {
	if n := len(tags); n > maxProductTags {
		k.fault(at, "Leave some out.", "has %d products; at most %d can be tagged", n, maxProductTags)
	}
	for i, tag := range tags {
		k.product(at.at(i).in("productId"), tag.ProductID)
		k.position(at.at(i), tag.X, tag.Y, inImage)
	}
}

func (k *checker) collaborators(at place, names []string) {
	if n := len(names); n > maxCollaborators {
		k.fault(at, "Leave some out.", "has %d accounts; at most %d can be invited", n, maxCollaborators)
	}
	for i, name := range names {
		k.username(at.at(i), name)
	}
}
