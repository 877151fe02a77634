package present_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/goccy/go-yaml"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/gramql/gramql/graph/present"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/problem"
)

// atMutations presents an error at each mutation that is one write.
func atMutations(t *testing.T, err error) map[string]*gqlerror.Error {
	t.Helper()
	presenter := present.Presenter{Log: slog.New(slog.DiscardHandler), Mapping: plantest.Mapping(t), PlanOf: func(context.Context) *plan.Plan { return nil }}
	all := map[string]*gqlerror.Error{}
	for name, f := range presenter.Mapping.Type("Mutation").Fields {
		if f.Write != nil {
			field := graphql.CollectedField{Field: &ast.Field{Name: name, Alias: name}}
			all[name] = presenter.Present(graphql.WithFieldContext(t.Context(), &graphql.FieldContext{Object: "Mutation", Field: field}), err)
		}
	}
	if len(all) < 15 {
		t.Fatalf("%d mutations", len(all))
	}
	return all
}

func TestPresent_tellsOfEveryMutationWhatCameOfTheWrite(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/writes.yml")
	if err != nil {
		t.Fatal(err)
	}
	var rows []struct {
		Status, Code, Subcode int
		Transient, Retryable  bool
		As, Outcome           string
		Hint                  []string
	}
	if err := yaml.UnmarshalWithOptions(text, &rows, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		refusal := &graphapi.Error{Status: r.Status, Code: r.Code, Subcode: r.Subcode, Transient: r.Transient, Message: "No", Type: "OAuthException"}
		for name, shown := range atMutations(t, refusal) {
			said := fmt.Sprintf("%s: %d/%d by status %d", name, r.Code, r.Subcode, r.Status)
			for member, want := range map[string]any{"code": r.As, "outcome": r.Outcome, "retryable": r.Retryable} {
				if got := shown.Extensions[member]; fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s: %s is %v, want %v", said, member, got, want)
				}
			}
			hint := fmt.Sprint(shown.Extensions["hint"])
			for _, part := range r.Hint {
				if !strings.Contains(hint, part) {
					t.Errorf("%s: %q does not say %q", said, hint, part)
				}
			}
			if strings.Contains(hint, "leave the field out") || strings.Contains(hint, "selected") {
				t.Errorf("%s: %q is a hint for reads", said, hint)
			}
			if _, named := shown.Extensions["permissions"]; named != (r.As == "FORBIDDEN") {
				t.Errorf("%s: permissions are %v", said, shown.Extensions["permissions"])
			}
		}
	}
}

func TestPresent_saysThatADeniedWriteWasNotDone(t *testing.T) {
	t.Parallel()
	denied := &graphapi.WriteError{Err: graphapi.ErrDenied, Outcome: graphapi.OutcomeRejected}
	for _, shown := range atMutations(t, denied) {
		if x := shown.Extensions; x["code"] != "UPSTREAM_ERROR" || x["outcome"] != "REJECTED" || x["retryable"] != false || !strings.Contains(fmt.Sprint(x["hint"]), "Nothing was done") {
			t.Fatal(told(shown))
		}
	}
}

// Only for the want of a permission does it help to name those that the mutation takes.
func TestPresent_namesPermissionsOnlyWhereTheyHelp(t *testing.T) {
	t.Parallel()
	reply := place{query: `mutation { sendPrivateReply(input: {commentId: "5", text: "x"}) { messageId } }`, path: []any{"sendPrivateReply"}}
	for want, refusal := range map[string]*graphapi.Error{
		"[instagram_business_basic instagram_business_manage_comments]": {Status: 400, Code: 10, Message: "No"},
		"[]": {Status: 400, Code: 10, Subcode: 2534022, Message: "Too late"},
	} {
		shown, _ := reply.show(t, refusal)
		if got := fmt.Sprint(shown.Extensions["permissions"]); got != want {
			t.Errorf("%d: %s, want %s", refusal.Subcode, got, want)
		}
	}
}

func TestPresent_saysThatMutationsWhichAreRefusedAsAWholeWereNotSent(t *testing.T) {
	t.Parallel()
	for kind, want := range map[ast.Operation]any{ast.Mutation: "NOT_SENT", ast.Query: nil} {
		ctx := graphql.WithOperationContext(t.Context(), &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: kind}})
		shown := present.Presenter{}.Present(ctx, problem.New(problem.OperationTooLarge, "too much", "Ask for less."))
		if got := shown.Extensions["outcome"]; got != want {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}

func TestPresent_saysThatWhatIsNoDocumentWasNotSentWhereItReadsLikeAMutation(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]any{
		`mutation { like(input: { subjectId }) `: "NOT_SENT", `query Q { me } mutation M { like }`: "NOT_SENT",
		`{ me { mutation } }`: nil, `query Q { me } mutation M { like } query N { me }`: nil, ``: nil,
	} {
		running := &graphql.OperationContext{RawQuery: query}
		if want == nil {
			running.OperationName = "Q"
		}
		for _, err := range []error{gqlerror.Errorf("Syntax Error"), problem.New(problem.BadUserInput, "no such thing", "Look."), errors.New("ours")} {
			shown := present.Presenter{Log: slog.New(slog.DiscardHandler)}.Present(graphql.WithOperationContext(t.Context(), running), err)
			if got := shown.Extensions["outcome"]; got != want {
				t.Errorf("%s: %v of %v, want %v", query, got, err, want)
			}
		}
	}
}
