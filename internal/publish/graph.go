package publish

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/graphapi/lenient"
	"github.com/gramql/gramql/internal/publish/publication"
	"github.com/gramql/gramql/internal/timestamp"
)

// atOnce is how many calls a publication makes side by side.
const atOnce = 8

// graph makes the calls of publications, for the context's viewer.
type graph struct{ graphapi.Doer }

// create makes a container and returns its id.
func (g graph) create(ctx context.Context, account string, params url.Values) (string, error) {
	return g.write(ctx, "/"+account+"/media", params)
}

// post publishes a container and returns the id of the media.
func (g graph) post(ctx context.Context, account, container string) (string, error) {
	return g.write(ctx, "/"+account+"/media_publish", url.Values{"creation_id": {container}})
}

// write makes a call that creates something, and returns the id of that. A good answer
// without an id says nothing of what was done.
func (g graph) write(ctx context.Context, path string, params url.Values) (string, error) {
	answer, err := g.Do(ctx, graphapi.Call{Method: http.MethodPost, Path: path, Params: params})
	if err != nil {
		return "", err
	}
	if id := answer.ID(); id != "" {
		return id, nil
	}
	return "", graphapi.ErrNotJSON
}

// status reads how far a container is. One that does not exist any more has expired.
func (g graph) status(ctx context.Context, container string) (publication.Status, error) {
	var said struct {
		Code string `json:"status_code"`
		Text string `json:"status"`
	}
	err := g.read(ctx, graphapi.Call{Path: "/" + container, Fields: "status_code,status", Node: "Container"}, &said)
	if graphapi.KindOf(err) == graphapi.NotFound {
		return publication.Status{Code: publication.StatusExpired}, nil
	}
	return publication.Status{Code: said.Code, Text: said.Text}, err
}

// Graph API edges of what an account has published.
const (
	edgeMedia   = "media"
	edgeStories = "stories" // which media leaves out
)

// edge returns where a publication shows once it is published.
func edge(p *publication.Publication) string {
	if p.Content.Story != nil {
		return edgeStories
	}
	return edgeMedia
}

// limit reads whether an account may publish, and its newest media on an edge.
func (g graph) limit(ctx context.Context, account, edge string) (publication.Limit, error) {
	var said struct {
		Publishing publishingLimit `json:"content_publishing_limit"`
		Media      mediaPage       `json:"media"`
		Stories    mediaPage       `json:"stories"`
	}
	err := g.read(ctx, graphapi.Call{
		Path: "/" + account, Node: "User", Fields: "id," + publishing + "," + edge + ".limit(100){id,timestamp}",
	}, &said)
	limit := said.Publishing.limit()
	limit.Newest = append(said.Media.media(), said.Stories.media()...)
	return limit, err
}

// newest reads an account's newest media on an edge, and where it matters of how many children
// they are made.
func (g graph) newest(ctx context.Context, account, edge string, withChildren bool) ([]publication.Media, error) {
	var said mediaPage
	fields := "id,caption,media_type,timestamp"
	if withChildren {
		fields += ",children{id}"
	}
	err := g.read(ctx, graphapi.Call{
		Path: "/" + account + "/" + edge, Node: "Media", Fields: fields, Params: url.Values{"limit": {"25"}},
	}, &said)
	return said.media(), err
}

// read makes a call, whatever a cache holds, and reads its answer.
func (g graph) read(ctx context.Context, call graphapi.Call, into any) error {
	call.Anew = true
	answer, err := g.Do(ctx, call)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(answer.Body, into, lenient.Options); err != nil {
		return errors.Join(graphapi.ErrNotJSON, err)
	}
	return nil
}

// publishing asks for how much an account may publish.
const publishing = "content_publishing_limit{quota_usage,config}"

// publishingLimit is the answer to publishing.
type publishingLimit struct {
	Data []struct {
		Used   int `json:"quota_usage"`
		Config struct {
			Total   int     `json:"quota_total"`
			Seconds float64 `json:"quota_duration"`
		} `json:"config"`
	} `json:"data"`
}

func (l publishingLimit) limit() publication.Limit {
	if len(l.Data) == 0 {
		return publication.Limit{}
	}
	said := l.Data[0]
	return publication.Limit{Used: said.Used, Total: said.Config.Total, Window: time.Duration(said.Config.Seconds * float64(time.Second))}
}

// id is an id, which Meta writes as a text, and in some places as a number.
type id string

// UnmarshalJSON reads a text, a number or null.
func (i *id) UnmarshalJSON(value []byte) error {
	text := strings.Trim(string(value), `"`)
	if text == "null" {
		text = ""
	}
	*i = id(text)
	return nil
}

// mediaPage is a page of media.
type mediaPage struct {
	Data []struct {
		ID       id     `json:"id"`
		Caption  string `json:"caption"`
		Type     string `json:"media_type"`
		Time     string `json:"timestamp"`
		Children struct {
			Data []struct{} `json:"data"`
		} `json:"children"`
	} `json:"data"`
}

func (p mediaPage) media() []publication.Media {
	list := make([]publication.Media, 0, len(p.Data))
	for _, m := range p.Data {
		at, _ := timestamp.Parse(m.Time) // zero for none
		list = append(list, publication.Media{ID: string(m.ID), Caption: m.Caption, Type: m.Type, Children: len(m.Children.Data), Time: at})
	}
	return list
}
