package httpx_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/internal/httpx"
)

// The schema under the transport is as small as the cases allow: each root
// field stands for one kind of answer.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query {
		page: String       # a finished answer of some kilobytes
		broken: String     # null, with an error at its path
		token: String      # the caller's token
		count(n: Long): Long # n, as it came
		slow: String       # waits for the end of its context
		counted: String    # null, with an extension "cost" that grows
		explained: String  # null, with an extension "explain" that grows
		told: String       # null, with an extension "note"
		broke: String      # null, with an extension that is no JSON
	}
	scalar Long
	type Mutation { publish: String }
	type Subscription { comments: String }
`})

// times is how many answers have told how they came about.
var times atomic.Int64

type tokenKey struct{}

func withToken(ctx context.Context, token string, _ http.Header) (context.Context, error) {
	return context.WithValue(ctx, tokenKey{}, token), nil
}

// resolve answers an operation's first field.
func resolve(ctx context.Context, page string) *graphql.Response {
	operation := graphql.GetOperationContext(ctx)
	field := operation.Operation.SelectionSet[0].(*ast.Field)
	value := "null"
	switch field.Name {
	case "__typename":
		value = `"` + field.ObjectDefinition.Name + `"`
	case "page":
		value = page
	case "token":
		if token, ok := ctx.Value(tokenKey{}).(string); ok {
			value = `"` + token + `"`
		}
	case "count":
		value = fmt.Sprint(field.ArgumentMap(operation.Variables)["n"])
	case "counted":
		graphql.RegisterExtension(ctx, "cost", times.Add(1))
	case "explained":
		graphql.RegisterExtension(ctx, "explain", times.Add(1))
	case "told":
		graphql.RegisterExtension(ctx, "note", "<seen>")
	case "broke":
		graphql.RegisterExtension(ctx, "note", func() {})
	case "broken":
		graphql.AddError(ctx, &gqlerror.Error{
			Message: "no <access>", Path: ast.Path{ast.PathName("broken")},
			Extensions: map[string]any{"code": "FORBIDDEN"},
		})
	case "slow":
		<-ctx.Done()
		graphql.AddErrorf(ctx, "too slow")
	}
	return &graphql.Response{Data: []byte(`{"` + field.Alias + `":` + value + `}`)}
}

// wrongDocument finds three errors in every document, and hands them on as one.
type wrongDocument struct{}

func (wrongDocument) ExtensionName() string                   { return "WrongDocument" }
func (wrongDocument) Validate(graphql.ExecutableSchema) error { return nil }

func (wrongDocument) MutateOperationParameters(context.Context, *graphql.RawParams) *gqlerror.Error {
	return gqlerror.Wrap(gqlerror.List{gqlerror.Errorf("%q", "a"), gqlerror.Errorf("%q", "b"), gqlerror.Errorf("%q", "c")})
}

// executable answers page with its own text, a finished JSON value.
type executable string

func (executable) Schema() *ast.Schema { return schema }

func (executable) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (page executable) Exec(context.Context) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response { return resolve(ctx, string(page)) }
}

func newServer(transport httpx.Transport, page string) *handler.Server {
	server := handler.New(executable(page))
	server.AddTransport(transport)
	server.SetQueryCache(lru.New[*ast.QueryDocument](100))
	return server
}

// serve starts a server whose body limit is small enough for cases to pass it.
func serve(t *testing.T) *httptest.Server {
	t.Helper()
	return serveWith(t, httpx.Transport{MaxBody: 1 << 10, Timeout: time.Minute, WithToken: withToken})
}

func serveWith(t *testing.T, transport httpx.Transport) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(newServer(transport, `"&<>"`))
	t.Cleanup(server.Close)
	return server
}

// answer is a response, read to its end.
type answer struct {
	status int
	header http.Header
	body   string
}

func do(t *testing.T, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}
