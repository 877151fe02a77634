package httpx

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"

	"github.com/99designs/gqlgen/graphql"

	"github.com/gramql/gramql/internal/httpx/form"
	"github.com/gramql/gramql/internal/memory"
)

// request is the parameters of a request.
type request struct {
	graphql.RawParams
	// DocumentID stands for a document that the server has, instead of its text.
	//
	// Source: GraphQL over HTTP, appendix A, Persisted Documents.
	DocumentID string `json:"documentId"`
	// RelayID is the document's id by the name that Relay's clients give it.
	//
	// Source: Relay, Persisted Queries.
	RelayID string `json:"doc_id"`

	// known is what the request means, where that is known before the request is decoded;
	// else raw is the request as it reads, if it may become known.
	known Known
	raw   *Raw

	// unread reports that the request came as mutations do, and was not read to its end.
	unread bool
}

// unite makes DocumentID the id that is given by either name. It refuses a request that
// names its document twice, which may mean two documents.
func (r *request) unite() *Refusal {
	given := "documentId"
	switch {
	case r.RelayID != "" && r.DocumentID != "":
		return malformed(`"documentId" and "doc_id" mean the same; give one of them`)
	case r.RelayID != "":
		given, r.DocumentID = "doc_id", r.RelayID
	}
	if r.DocumentID != "" && r.Extensions["persistedQuery"] != nil {
		return malformed(`"` + given + `" and "extensions.persistedQuery" both name the document; leave out "extensions.persistedQuery"`)
	}
	return nil
}

// documentID is the id of a document among the extensions of a request, where gqlgen
// passes it on. No client can put one there, for JSON has no values of this type.
type documentID string

const documentExtension = "documentId"

// passDocumentID passes the document's id on with the parameters that gqlgen knows.
func (r *request) passDocumentID() {
	if r.DocumentID == "" {
		return
	}
	if r.Extensions == nil {
		r.Extensions = map[string]any{}
	}
	r.Extensions[documentExtension] = documentID(r.DocumentID)
}

// DocumentID returns the id that a request gives instead of a document's text; empty
// when it gives none.
func DocumentID(params *graphql.RawParams) string {
	id, _ := params.Extensions[documentExtension].(documentID)
	return string(id)
}

// read takes the operation out of a request, by POST or GET.
func (t Transport) read(ctx context.Context, w http.ResponseWriter, r *http.Request, o *Operation) *Refusal {
	o.unread = r.Method != http.MethodGet && r.Method != http.MethodHead
	if r.Method != http.MethodPost && r.Method != http.MethodGet && r.Method != http.MethodHead {
		return errMethod
	}
	start := graphql.Now()
	query, refused := readURL(r.URL.RawQuery, t.MaxBody)
	if refused != nil {
		return refused
	}

	o.Headers = r.Header
	if r.Method == http.MethodPost {
		refused = t.readBody(ctx, w, r, o.from, &o.request)
	} else {
		refused = t.takeQuery(ctx, &o.request, query)
	}
	if refused == nil {
		refused = o.complete()
	}
	o.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return refused
}

// complete refuses a request that was read and names no document, or one that may mean two.
func (r *request) complete() *Refusal {
	r.unread = false
	if r.known != nil {
		return nil
	}
	if refused := r.unite(); refused != nil {
		return refused
	}
	if r.Query == "" && r.DocumentID == "" && r.Extensions["persistedQuery"] == nil {
		return errNoQuery
	}
	return nil
}

// readURL parses the query string, which holds no token, whatever the method.
func readURL(raw string, limit int64) (url.Values, *Refusal) {
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

// readBody reads the parameters from the body. The body is held no longer than it takes
// to decode it, and in no more memory than the bytes that have come: others may be
// announced and never come. A packed body may unfold to any size, so the limit is for
// the packed and for the unpacked body.
func (t Transport) readBody(ctx context.Context, w http.ResponseWriter, r *http.Request, from memory.Owner, params *request) *Refusal {
	limit := t.MaxBody
	types := r.Header["Content-Type"]
	if len(types) != 1 || !form.IsJSON(types[0]) {
		return errContentType
	}
	packed, known := form.CodingOfBody(r.Header)
	if !known {
		return errContentEncoding
	}
	if r.ContentLength > limit {
		return errTooLarge(http.StatusRequestEntityTooLarge, limit)
	}
	buffer := takeBuffer()
	defer giveBack(buffer)
	body := newIncoming(t.Incoming, from, w, http.MaxBytesReader(w, r.Body, limit))
	defer body.hold.Release()
	if _, err := buffer.ReadFrom(body); err != nil {
		return unread(err, limit)
	}
	if packed == form.Identity {
		return t.take(ctx, params, buffer.Bytes())
	}
	// Only now, for unpacking takes memory that a client who sends no more would hold.
	text := takeBuffer()
	defer giveBack(text)
	switch err := form.Unpack(text, buffer, limit+1); {
	case err != nil:
		return errNotGzip
	case int64(text.Len()) > limit:
		return errTooLarge(http.StatusRequestEntityTooLarge, limit)
	}
	return t.take(ctx, params, text.Bytes())
}

// take takes the parameters out of a body, unless the request is known.
func (t Transport) take(ctx context.Context, params *request, body []byte) *Refusal {
	raw, ok := scanBody(body)
	if t.find(ctx, params, raw, ok); params.known != nil {
		return nil
	}
	return parseBody(body, params)
}

// takeQuery takes the parameters out of a URL's query string, unless the request is known.
func (t Transport) takeQuery(ctx context.Context, params *request, query url.Values) *Refusal {
	raw, ok := scanQuery(query)
	if t.find(ctx, params, raw, ok); params.known != nil {
		return nil
	}
	return parseQuery(query, params)
}

// unread says why a body could not be read to its end.
func unread(err error, limit int64) *Refusal {
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case tooLarge:
		return errTooLarge(http.StatusRequestEntityTooLarge, limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errBodyTooSlow
	}
	return errBodyRead
}
