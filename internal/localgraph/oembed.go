package localgraph

import (
	"context"
	"database/sql"
	"encoding/json"
	"html"
	"net/url"
	"strconv"

	"github.com/gramql/gramql/internal/localgraph/apierror"
)

// oembedPath is the path that says how to show a media in a page. It takes no
// token.
const oembedPath = "/instagram_oembed"

// The widths that a media can be shown in, in pixels.
//
// Source: Meta, Instagram Platform, "oEmbed".
const (
	leastWidth = 320
	mostWidth  = 658
)

// oembed is how to show a media in a page.
type oembed struct {
	Version      string `json:"version"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	HTML         string `json:"html"`
}

// embed answers how to show the media at an address.
func (s *Server) embed(ctx context.Context, req *request) ([]byte, error) {
	address := req.params.Get("url")
	if address == "" {
		return nil, apierror.ParameterRequired("url")
	}
	width := mostWidth
	if text := req.params.Get("maxwidth"); text != "" {
		asked, err := strconv.Atoi(text)
		if err != nil || asked < leastWidth {
			return nil, apierror.BadParameter("Param maxwidth must be an integer from %d to %d", leastWidth, mostWidth)
		}
		width = min(asked, mostWidth)
	}
	permalink, err := s.permalink(ctx, address)
	if err != nil {
		return nil, err
	}
	link := html.EscapeString(permalink)
	code := `<blockquote class="instagram-media" data-instgrm-permalink="` + link + `" data-instgrm-version="14"><a href="` + link + `">` + link + `</a></blockquote>`
	if req.params.Get("omitscript") != "true" {
		code += "\n" + `<script async src="//www.instagram.com/embed.js"></script>`
	}
	return json.Marshal(oembed{"1.0", "Instagram", "https://www.instagram.com/", "rich", width, code})
}

// permalink returns the proper address of the media that an address leads to.
func (s *Server) permalink(ctx context.Context, address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host != "instagram.com" && u.Host != "www.instagram.com" {
		return "", apierror.BadParameter("Param url must be a valid URI of an Instagram post")
	}
	segments := split(u.Path)
	if len(segments) != 2 {
		return "", apierror.UnknownMedia()
	}
	found := ""
	err = s.db.Query(ctx, "SELECT iif(product_type = 'REELS', 'reel', 'p') || '/' || shortcode FROM media "+
		"WHERE shortcode = ? AND album_id IS NULL AND product_type IN ('FEED', 'REELS')", func(rows *sql.Rows) error { return rows.Scan(&found) }, segments[1])
	if err == nil && found == "" {
		err = apierror.UnknownMedia()
	}
	return "https://www.instagram.com/" + found + "/", err
}
