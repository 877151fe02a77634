package content_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/globalid"
	"github.com/gramql/gramql/internal/problem"
)

const (
	picture = "https://example.com/a.jpg"
	film    = "https://example.com/a.mp4"
)

func of[T any](value T) *T { return &value }

func image(change func(*content.Image)) content.Content {
	i := &content.Image{ImageURL: picture}
	change(i)
	return content.Content{Image: i}
}

func reel(change func(*content.Reel)) content.Content {
	r := &content.Reel{VideoURL: film}
	change(r)
	return content.Content{Reel: r}
}

func carousel(n int, change func(*content.Carousel)) content.Content {
	c := &content.Carousel{}
	for i := range n {
		if i%2 == 0 {
			c.Items = append(c.Items, content.Item{Image: &content.ItemImage{ImageURL: picture}})
		} else {
			c.Items = append(c.Items, content.Item{Video: &content.ItemVideo{VideoURL: film}})
		}
	}
	change(c)
	return content.Content{Carousel: c}
}

func story(s content.Story) content.Content { return content.Content{Story: &s} }

func captioned(caption string) content.Content {
	return image(func(i *content.Image) { i.Caption = &caption })
}

func TestCheck_takesWhatIsWithinMetasLimits(t *testing.T) {
	t.Parallel()
	tag := content.UserTag{Username: "metricsaurus", X: of(0.0), Y: of(1.0)}
	product := content.ProductTag{ProductID: "42", X: of(1.0), Y: of(0.0)}
	for name, c := range map[string]content.Content{
		"an image":                      image(func(*content.Image) {}),
		"2,200 characters of two units": captioned(strings.Repeat("🦕", 2200)),
		"30 hashtags and 20 mentions":   captioned(strings.Repeat("#a ", 30) + strings.Repeat("@a ", 20)),
		"tabs and ends of lines":        captioned("a\tb\r\nc"),
		"digits, which are no hashtag":  captioned(strings.Repeat("#1 ", 40)),
		"alternative text":              image(func(i *content.Image) { i.AltText = of(strings.Repeat("ä", 1000)) }),
		"a place by its Graph API id":   image(func(i *content.Image) { i.LocationID = of("123") }),
		"a place by its global id":      image(func(i *content.Image) { i.LocationID = of(globalid.New("Page", "123")) }),
		"tags at the edge":              image(func(i *content.Image) { i.UserTags = []content.UserTag{tag} }),
		"3 collaborators":               image(func(i *content.Image) { i.Collaborators = []string{"a", "b.c", "d_"} }),
		"5 products": image(func(i *content.Image) {
			i.ProductTags = []content.ProductTag{product, product, product, product, product}
		}),
		"an address over http": image(func(i *content.Image) { i.ImageURL = "http://127.0.0.1:8081/a.jpg" }),
		"a reel":               reel(func(r *content.Reel) { r.ThumbOffsetMs = of(int32(0)) }),
		"a trial reel":         reel(func(r *content.Reel) { r.Trial = &content.Trial{GraduationStrategy: "MANUAL"} }),
		"a reel with a tag":    reel(func(r *content.Reel) { r.UserTags = []content.UserTag{{Username: "a"}} }),
		"a story of an image":  story(content.Story{ImageURL: of(picture)}),
		"a story of a video":   story(content.Story{VideoURL: of(film)}),
		"a carousel of 2":      carousel(2, func(*content.Carousel) {}),
		"a carousel of 10":     carousel(10, func(*content.Carousel) {}),
		"an item with tags and a product": carousel(2, func(c *content.Carousel) {
			c.Items[0].Image.UserTags, c.Items[0].Image.ProductTags = []content.UserTag{tag}, []content.ProductTag{product}
		}),
	} {
		if err := c.Check("content"); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCheck_namesThePlaceOfWhatIsWrong(t *testing.T) {
	t.Parallel()
	at := func(x, y *float64) []content.UserTag {
		return []content.UserTag{{Username: "a"}, {Username: "b", X: x, Y: y}}
	}
	for _, c := range []struct {
		content content.Content
		want    string
	}{
		{content.Content{}, "content: 0 of image, reel, story or carousel are given"},
		{content.Content{Reel: &content.Reel{VideoURL: film}, Story: &content.Story{ImageURL: of(picture)}}, "content: 2 of image, reel, story or carousel are given"},
		{captioned(strings.Repeat("ä", 2201)), "content.image.caption: has 2201 characters; at most 2200 are allowed"},
		{captioned(strings.Repeat("#a ", 31)), "content.image.caption: has 31 hashtags; at most 30 are allowed"},
		{captioned(strings.Repeat("@a ", 21)), "content.image.caption: mentions 21 accounts; at most 20 are allowed"},
		{image(func(i *content.Image) { i.AltText = of(strings.Repeat("a", 1001)) }), "content.image.altText: has 1001 characters; at most 1000 are allowed"},
		{image(func(i *content.Image) { i.LocationID = of("Berlin") }), "content.image.locationId: is not an id"},
		{image(func(i *content.Image) { i.LocationID = of(globalid.New("Media", "7")) }), "content.image.locationId: is the id of a Media, not of a Page"},
		{carousel(2, func(c *content.Carousel) { c.LocationID = of("TWVkaWE6") }), "content.carousel.locationId: is not an id"},
		{image(func(i *content.Image) { i.ProductTags = []content.ProductTag{{ProductID: globalid.New("Media", "7")}} }), "content.image.productTags.0.productId: is not the Graph API id of a product"},
		{captioned("a\x00b"), "content.image.caption: has the character U+0000 in it"},
		{captioned("cut \ufffd"), "content.image.caption: has the character U+FFFD in it, which stands for one that was lost"},
		{image(func(i *content.Image) { i.AltText = of("\x1b[1m") }), "content.image.altText: has the character U+001B in it"},
		{reel(func(r *content.Reel) { r.AudioName = of("\x7f") }), "content.reel.audioName: has the character U+007F in it"},
		{image(func(i *content.Image) { i.Collaborators = []string{"a", "b", "c", "d"} }), "content.image.collaborators: has 4 accounts; at most 3 can be invited"},
		{image(func(i *content.Image) { i.Collaborators = []string{"a", "@b"} }), "content.image.collaborators.1: is not a username"},
		{image(func(i *content.Image) { i.UserTags = at(of(0.5), of(0.5)) }), "content.image.userTags.0.x: is missing"},
		{image(func(i *content.Image) { i.UserTags = at(of(0.5), of(0.5))[1:]; i.UserTags[0].Username = "" }), "content.image.userTags.0.username: is not a username"},
		{image(func(i *content.Image) { i.UserTags = at(of(1.1), of(0.5))[1:] }), "content.image.userTags.0.x: is not between 0.0 and 1.0"},
		{image(func(i *content.Image) { i.UserTags = at(of(0.5), of(-0.1))[1:] }), "content.image.userTags.0.y: is not between 0.0 and 1.0"},
		{image(func(i *content.Image) { i.UserTags = at(of(math.NaN()), of(0.1))[1:] }), "content.image.userTags.0.x: is not between 0.0 and 1.0"},
		{image(func(i *content.Image) { i.ProductTags = make([]content.ProductTag, 6) }), "content.image.productTags: has 6 products; at most 5 can be tagged"},
		{image(func(i *content.Image) { i.ProductTags = make([]content.ProductTag, 1) }), "content.image.productTags.0.productId: is not the Graph API id of a product"},
		{image(func(i *content.Image) { i.ProductTags = []content.ProductTag{{ProductID: "1"}} }), "content.image.productTags.0.x: is missing"},
		{image(func(i *content.Image) { i.ImageURL = "ftp://example.com/a.jpg" }), "content.image.imageUrl: is not an http or https URL"},
		{image(func(i *content.Image) { i.ImageURL = "https:///a.jpg" }), "content.image.imageUrl: is not an http or https URL"},
		{image(func(i *content.Image) { i.ImageURL = "" }), "content.image.imageUrl: is not an http or https URL"},
		{image(func(i *content.Image) { i.ImageURL = "https://[" }), "content.image.imageUrl: is not an http or https URL"},
		{image(func(i *content.Image) { i.ImageURL = "https://a:b@example.com/" }), "content.image.imageUrl: has a user name or a password in it"},
		{reel(func(r *content.Reel) { r.VideoURL = "film" }), "content.reel.videoUrl: is not an http or https URL"},
		{reel(func(r *content.Reel) { r.Caption = of(strings.Repeat("a", 2201)) }), "content.reel.caption: has 2201 characters; at most 2200 are allowed"},
		{reel(func(r *content.Reel) { r.CoverURL = of("") }), "content.reel.coverUrl: is not an http or https URL"},
		{reel(func(r *content.Reel) { r.ThumbOffsetMs = of(int32(-1)) }), "content.reel.thumbOffsetMs: is below 0"},
		{reel(func(r *content.Reel) { r.Collaborators = []string{""} }), "content.reel.collaborators.0: is not a username"},
		{reel(func(r *content.Reel) { r.UserTags = at(of(0.5), nil)[1:] }), "content.reel.userTags.0.y: is missing"},
		{reel(func(r *content.Reel) { r.Trial = &content.Trial{GraduationStrategy: "NEVER"} }), "content.reel.trial.graduationStrategy: is not a strategy"},
		{story(content.Story{}), "content.story: 0 of imageUrl or videoUrl are given"},
		{story(content.Story{ImageURL: of(picture), VideoURL: of(film)}), "content.story: 2 of imageUrl or videoUrl are given"},
		{story(content.Story{ImageURL: of("x")}), "content.story.imageUrl: is not an http or https URL"},
		{story(content.Story{VideoURL: of("x")}), "content.story.videoUrl: is not an http or https URL"},
		{story(content.Story{VideoURL: of(film), UserTags: at(of(2.0), of(2.0))}), "content.story.userTags.1.x: is not between 0.0 and 1.0"},
		{carousel(1, func(*content.Carousel) {}), "content.carousel.items: has 1 items"},
		{carousel(11, func(*content.Carousel) {}), "content.carousel.items: has 11 items"},
		{carousel(2, func(c *content.Carousel) { c.Items[1] = content.Item{} }), "content.carousel.items.1: 0 of image or video are given"},
		{carousel(2, func(c *content.Carousel) { c.Items[0].Image.ImageURL = "x" }), "content.carousel.items.0.image.imageUrl: is not an http or https URL"},
		{carousel(2, func(c *content.Carousel) { c.Items[0].Image.AltText = of(strings.Repeat("a", 1001)) }), "content.carousel.items.0.image.altText: has 1001 characters; at most 1000 are allowed"},
		{carousel(2, func(c *content.Carousel) { c.Items[0].Image.UserTags = at(nil, nil) }), "content.carousel.items.0.image.userTags.0.x: is missing"},
		{carousel(2, func(c *content.Carousel) { c.Items[0].Image.ProductTags = make([]content.ProductTag, 1) }), "content.carousel.items.0.image.productTags.0.productId: is not the Graph API id of a product"},
		{carousel(2, func(c *content.Carousel) { c.Items[1].Video.VideoURL = "x" }), "content.carousel.items.1.video.videoUrl: is not an http or https URL"},
		{carousel(2, func(c *content.Carousel) { c.Items[1].Video.UserTags = at(of(2.0), of(0.0)) }), "content.carousel.items.1.video.userTags.1.x: is not between 0.0 and 1.0"},
		{carousel(2, func(c *content.Carousel) { c.Caption = of(strings.Repeat("a", 2201)) }), "content.carousel.caption: has 2201 characters; at most 2200 are allowed"},
		{carousel(2, func(c *content.Carousel) { c.LocationID = of("") }), "content.carousel.locationId: is not an id"},
		{carousel(2, func(c *content.Carousel) { c.Collaborators = make([]string, 4) }), "content.carousel.collaborators: has 4 accounts; at most 3 can be invited"},
	} {
		err := c.content.Check("content")
		wrong, ok := errors.AsType[*problem.InputError](err)
		if !ok || wrong.Error() != c.want || wrong.Hint() == "" {
			t.Errorf("%v; want %s", err, c.want)
		}
	}
}

func TestSupports_wantsFacebookLoginForProducts(t *testing.T) {
	t.Parallel()
	product := []content.ProductTag{{ProductID: "1"}}
	for tagged, list := range map[bool][]content.Content{
		true: {
			{Image: &content.Image{ProductTags: product}},
			{Carousel: &content.Carousel{Items: []content.Item{{Video: &content.ItemVideo{}}, {Image: &content.ItemImage{ProductTags: product}}}}},
		},
		false: {{}, {Image: &content.Image{}}, {Reel: &content.Reel{}}, {Carousel: &content.Carousel{Items: []content.Item{{Image: &content.ItemImage{}}}}}},
	} {
		for i, c := range list {
			if err := c.Supports(dialect.Instagram); (err != nil) != tagged {
				t.Errorf("tagged: %t, %d: %v", tagged, i, err)
			}
			if err := c.Supports(dialect.Facebook); err != nil {
				t.Errorf("tagged: %t, %d, with Facebook Login: %v", tagged, i, err)
			}
		}
	}
}

func TestCheckProductTags_leavesThePlaceToTheKindOfMedia(t *testing.T) {
	t.Parallel()
	for want, tags := range map[string][]content.ProductTag{
		"":                             {{ProductID: "1"}, {ProductID: "2", X: of(0.0), Y: of(1.0)}},
		"input.tags: names no product": nil,
		"input.tags: has 6 products; at most 5 can be tagged":          make([]content.ProductTag, 6),
		"input.tags.0.productId: is not the Graph API id of a product": {{}},
		"input.tags.1.y: is missing":                                   {{ProductID: "1"}, {ProductID: "2", X: of(0.5)}},
		"input.tags.0.x: is not between 0.0 and 1.0":                   {{ProductID: "1", X: of(1.01), Y: of(0.5)}},
	} {
		err := content.CheckProductTags("input.tags", tags)
		if got := text(err); got != want {
			t.Errorf("%v: %q, want %q", tags, got, want)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
