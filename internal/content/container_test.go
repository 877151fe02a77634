package content_test

import (
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/content"
	"github.com/gramql/gramql/internal/globalid"
)

func TestContainers_haveTheParametersOfTheGraphAPI(t *testing.T) {
	t.Parallel()
	tags := []content.UserTag{{Username: "a", X: of(0.25), Y: of(1.0)}, {Username: "b"}}
	products := []content.ProductTag{{ProductID: "42", X: of(0.5), Y: of(0.0)}}
	for name, c := range map[string]struct {
		content content.Content
		want    []string
	}{
		"image": {
			image(func(i *content.Image) {
				i.Caption, i.AltText, i.LocationID = of("A dinosaur"), of("a"), of(globalid.New("Page", "7"))
				i.UserTags, i.Collaborators, i.ProductTags = tags, []string{"a", "b"}, products
			}),
			[]string{`alt_text=a caption=A dinosaur collaborators=["a","b"] image_url=` + picture + ` location_id=7 ` +
				`product_tags=[{"product_id":"42","x":0.5,"y":0}] user_tags=[{"username":"a","x":0.25,"y":1},{"username":"b"}]`},
		},
		"image without anything else": {
			image(func(i *content.Image) { i.ImageURL, i.Caption = "https://example.com/ä b.jpg", of("") }),
			[]string{`image_url=https://example.com/%C3%A4%20b.jpg`},
		},
		"reel": {
			reel(func(r *content.Reel) {
				r.Caption, r.CoverURL, r.ThumbOffsetMs, r.ShareToFeed = of("c"), of(picture), of(int32(1500)), of(false)
				r.AudioName, r.Collaborators, r.UserTags, r.Trial = of("n"), []string{"a"}, tags[1:], &content.Trial{GraduationStrategy: "SS_PERFORMANCE"}
			}),
			[]string{`audio_name=n caption=c collaborators=["a"] cover_url=` + picture + ` media_type=REELS share_to_feed=false thumb_offset=1500 ` +
				`trial_params={"graduation_strategy":"SS_PERFORMANCE"} user_tags=[{"username":"b"}] video_url=` + film},
		},
		"story of an image": {story(content.Story{ImageURL: of(picture), UserTags: tags[1:]}), []string{`image_url=` + picture + ` media_type=STORIES user_tags=[{"username":"b"}]`}},
		"story of a video":  {story(content.Story{VideoURL: of(film)}), []string{`media_type=STORIES video_url=` + film}},
		"carousel": {
			carousel(2, func(c *content.Carousel) {
				c.Items[0].Image.AltText, c.Items[0].Image.UserTags, c.Items[0].Image.ProductTags = of("a"), tags[:1], products
				c.Items[1].Video.UserTags = tags[1:]
				c.Caption, c.LocationID, c.Collaborators, c.ShareToFeed = of("c"), of("7"), []string{"a"}, of(true)
			}),
			[]string{
				`alt_text=a image_url=` + picture + ` is_carousel_item=true product_tags=[{"product_id":"42","x":0.5,"y":0}] user_tags=[{"username":"a","x":0.25,"y":1}]`,
				`is_carousel_item=true media_type=VIDEO user_tags=[{"username":"b"}] video_url=` + film,
				`caption=c children=1,2 collaborators=["a"] location_id=7 media_type=CAROUSEL share_to_feed=true`,
			},
		},
		"nothing": {content.Content{}, nil},
	} {
		var got []string
		for i, params := range c.content.Containers() {
			if i > 0 && i == len(c.content.Containers())-1 {
				content.SetChildren(params, []string{"1", "2"})
			}
			line := ""
			for _, name := range strings.Fields("alt_text audio_name caption children collaborators cover_url image_url is_carousel_item location_id media_type product_tags share_to_feed thumb_offset trial_params user_tags video_url") {
				if params.Has(name) {
					line += " " + name + "=" + params.Get(name)
				}
			}
			got = append(got, strings.TrimPrefix(line, " "))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestText_isEqualForEqualPostsOnly(t *testing.T) {
	t.Parallel()
	place := func(id string) content.Content { return image(func(i *content.Image) { i.LocationID = &id }) }
	one, same, other := place("7"), place(globalid.New("Page", "7")), place("8")
	if one.Text() != same.Text() || one.Text() == other.Text() || one.Text() == "" {
		t.Errorf("%q, %q, %q", one.Text(), same.Text(), other.Text())
	}
}

func TestCaption_isThatOfTheKindOfContent(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]content.Content{
		"image":    captioned("image"),
		"reel":     reel(func(r *content.Reel) { r.Caption = of("reel") }),
		"carousel": carousel(2, func(c *content.Carousel) { c.Caption = of("carousel") }),
		"":         story(content.Story{ImageURL: of(picture)}),
	} {
		if got := c.Caption(); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
	if none := image(func(*content.Image) {}); none.Caption() != "" {
		t.Error("no caption is one")
	}
}
