package httpx

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// request is the parameters of a request.
type request struct {
	graphql.RawParams
	// DocumentID stands for a document that the server has, instead of its text.
	//
	// Source: GraphQL over HTTP, appendix A, Persisted Documents.
	DocumentID string `json:"documentId"`
	// RelayID is the same by another name.
	//
	// Source: Relay, Persisted Queries.
	RelayID string `json:"doc_id"`
}

// unite puts the document's id where it is looked for.
func (r *request) unite() *refusal {
	if r.RelayID == "" {
		return nil
	}
	if r.DocumentID != "" {
		return malformed(`"documentId" and "doc_id" mean the same; give one of them`)
	}
	r.DocumentID = r.RelayID
	return nil
}

type documentKey struct{}

// DocumentID returns the id that the context's request gives instead of a
// document's text; empty when it gives none.
func DocumentID(ctx context.Context) string {
	id, _ := ctx.Value(documentKey{}).(string)
	return id
}

// read takes the operation out of a request, by POST or GET.
func (t Transport) read(w http.ResponseWriter, r *http.Request) (*request, *refusal) {
	if r.Method != http.MethodPost && r.Method != http.MethodGet && r.Method != http.MethodHead {
		return nil, errMethod
	}
	start := graphql.Now()
	query, refused := readURL(r.URL.RawQuery, t.MaxBody)
	if refused != nil {
		return nil, refused
	}

	params := &request{RawParams: graphql.RawParams{Headers: r.Header}}
	if r.Method == http.MethodPost {
		refused = readBody(w, r, t.MaxBody, params)
	} else {
		refused = parseQuery(query, params)
	}
	if refused == nil {
		refused = params.unite()
	}
	if refused == nil && params.Query == "" && params.DocumentID == "" && params.Extensions["persistedQuery"] == nil {
		refused = errNoQuery
	}
	if refused != nil {
		return nil, refused
	}
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

// readURL parses the query string, which holds no token, whatever the method.
func readURL(raw string, limit int64) (url.Values, *refusal) {
	if raw == "" {
		return nil, nil
	}
	if int64(len(raw)) > limit {
		return nil, errTooLarge(http.StatusRequestURITooLong, limit)
	}
	query, err := url.ParseQuery(raw)
	if query.Has("access_token") {
		return nil, errTokenInURL
	}
	if err != nil {
		return nil, malformed("the URL's query string is malformed")
	}
	return query, nil
}

// isEncoded reports whether a body is packed. A packed one may unfold to any size.
func isEncoded(encodings []string) bool {
	return slices.ContainsFunc(encodings, func(e string) bool { return e != "" && !strings.EqualFold(e, "identity") })
}

// readBody holds the body no longer than it takes to decode it.
func readBody(w http.ResponseWriter, r *http.Request, limit int64, params *request) *refusal {
	types := r.Header["Content-Type"]
	if len(types) != 1 || !isJSON(types[0]) || isEncoded(r.Header["Content-Encoding"]) {
		return errContentType
	}
	if r.ContentLength > limit {
		return errTooLarge(http.StatusRequestEntityTooLarge, limit)
	}
	buffer := takeBuffer()
	defer giveBack(buffer)
	if r.ContentLength > 0 {
		buffer.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	var tooLarge *http.MaxBytesError
	switch _, err := buffer.ReadFrom(http.MaxBytesReader(w, r.Body, limit)); {
	case errors.As(err, &tooLarge):
		return errTooLarge(http.StatusRequestEntityTooLarge, limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errBodyTooSlow
	case err != nil:
		return errBodyRead
	}
	return parseBody(buffer.Bytes(), params)
}
