package localgraph

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gramql/gramql/internal/localgraph/apierror"
	"github.com/gramql/gramql/internal/localgraph/batch"
	"github.com/gramql/gramql/internal/localgraph/catalog"
)

// maxBatchBytes ends a batch whose answers have grown to that size. The items
// that are left are null, like those that Meta has no time for.
const maxBatchBytes = 32 << 20

// batchResult is the answer to an item; its body is JSON in a string.
type batchResult struct {
	Code    int           `json:"code"`
	Headers []batchHeader `json:"headers,omitempty"`
	Body    string        `json:"body"`
}

type batchHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// batchParam is the parameter that holds the items of a batch.
const batchParam = "batch"

// isBatch reports whether a request is a batch of others.
func (r *request) isBatch() bool {
	return r.method == http.MethodPost && r.params.Has(batchParam) && !r.inBatch && (r.path == "/" || r.path == "/me")
}

// batch answers the items of a batch one after the other. graph.instagram.com has
// no batches: it was seen to answer 200 with an empty body.
func (s *Server) batch(ctx context.Context, req *request) ([]byte, error) {
	if req.viewer.Login != catalog.Facebook {
		return nil, nil
	}
	b, err := batch.Read(req.params.Get(batchParam))
	if err != nil {
		return nil, err
	}
	withHeaders := !slices.Contains([]string{"false", "0"}, req.params.Get("include_headers"))
	results := make([]json.RawMessage, len(b.Items))
	succeeded := map[string][]byte{}
	size := 0
	for i, item := range b.Items {
		if size > maxBatchBytes || ctx.Err() != nil {
			break
		}
		unresolved := item.Resolve(succeeded)
		inner, err := s.batchRequest(ctx, req, item)
		if unresolved != nil {
			err = unresolved
		}
		if body, ok := s.spoiledItem(inner, i+1); ok {
			results[i] = json.RawMessage(body)
			continue
		}
		a := s.answer(ctx, inner, err)
		if item.Name != "" && a.status == http.StatusOK {
			succeeded[item.Name] = a.body
		}
		size += len(a.body)
		if a.status == http.StatusOK && b.Omits(item) {
			results[i] = json.RawMessage("null")
			continue
		}
		result := batchResult{Code: a.status, Body: string(a.body)}
		if withHeaders {
			result.Headers = headerList(a.header)
		}
		if results[i], err = json.Marshal(result); err != nil {
			return nil, err
		}
	}
	return json.Marshal(results)
}

// batchRequest reads an item of a batch. It has the batch's token, proof and
// version unless it names its own.
func (s *Server) batchRequest(ctx context.Context, outer *request, item batch.Item) (*request, error) {
	req := &request{method: strings.ToUpper(item.Method), base: outer.base, token: outer.token, inBatch: true}
	path, query, _ := strings.Cut(item.RelativeURL, "?")
	params, err := url.ParseQuery(query)
	if err != nil {
		err = apierror.BadParameter("Malformed query string")
	}
	if req.method != http.MethodGet {
		body, _ := url.ParseQuery(item.Body)
		maps.Copy(params, body)
	}
	req.params = params
	for _, own := range []string{item.AccessToken, params.Get("access_token")} {
		if own != "" {
			req.token = own
		}
	}
	if req.token == outer.token && !params.Has(proofParam) {
		params.Set(proofParam, outer.params.Get(proofParam))
	}
	if segments := split(path); len(segments) == 0 || !isVersion(segments[0]) {
		path = outer.version + "/" + path
	}
	if unusable := s.address(ctx, req, path); err == nil {
		err = unusable
	}
	return req, err
}

func headerList(header http.Header) []batchHeader {
	var list []batchHeader
	for _, name := range slices.Sorted(maps.Keys(header)) {
		list = append(list, batchHeader{name, header.Get(name)})
	}
	return list
}
