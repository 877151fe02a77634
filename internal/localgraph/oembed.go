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

// oembedPath answers how to embed a media in a web page. It needs no token.
const oembedPath = "/instagram_oembed"

// The least and greatest width of an embedded media, in pixels.
//
// Source: Meta, Instagram Platform, "oEmbed".
const (
	leastWidth = 320
	mostWidth  = 658
)

// oembed is how to embed a media.
type oembed struct {
	Version      string `json:"version"`
	ProviderName string `json:"provider_name"`
	ProviderURL  string `json:"provider_url"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	HTML         string `json:"html"`
}

// embed answers how to embed the media at an address.
func (s *Server) embed(ctx context.Context, req *request) ([]byte, error) {
	address := req.params.Get("url")
	if address == "" {
		return nil, apierror.ParameterRequired("url")
	}
	width := mostWidth
	if text := req.params.Get("maxwidth"); text != "" {
		given, err := strconv.Atoi(text)
		if err != nil || given < leastWidth {
			return nil, apierror.BadParameter("Param maxwidth must be an integer from %d to %d", leastWidth, mostWidth)
		}
		width = min(given, mostWidth)
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

// permalink returns the canonical address of the media at an address.
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
