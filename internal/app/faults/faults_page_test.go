package faults_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
)

// faultExample is a section of docs/faults.md: the fault's kind, the request that
// switches it on, an operation, and what the answer holds. writeExample has a call of
// the local graph in place of the operation, and what curl says if there is no answer.
var (
	faultExample = regexp.MustCompile("(?s)^(\\w+)\n.*?```sh\ncurl http://127.0.0.1:8081/_control/faults -d '(.*?)'\n```\n\n```graphql\n(.*?)```\n\n```json\n(.*?)\n```\n")
	writeExample = regexp.MustCompile("(?s)^(\\w+)\n.*?```sh\ncurl http://127.0.0.1:8081/_control/faults -d '(.*?)'\n```\n\n```sh\ncurl (.*?)\n```\n\n```(json|text)\n(.*?)\n```\n")
)

func TestFaultsPage_showsWhatIsSeenOfEveryKind(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	c := startControlled(t, t.TempDir(), "-cache", "off")
	missing := map[string]bool{}
	for _, kind := range fault.Kinds() {
		missing[string(kind)] = true
	}
	sections := strings.Split(string(page), "\n### ")
	for _, section := range sections {
		example := faultExample.FindStringSubmatch(section)
		if example == nil {
			continue
		}
		kind, request, operation, want := example[1], example[2], example[3], example[4]
		if !missing[kind] || !strings.Contains(request, `"`+kind+`"`) {
			t.Errorf("an example of %s switches on %s", kind, request)
		}
		delete(missing, kind)
		t.Run(kind, func(t *testing.T) { // one after the other, as on the page
			c.control(http.MethodDelete, "faults", "")
			c.control(http.MethodPost, "faults", request)
			token := localgraph.DemoToken
			if comment, rest, ok := strings.Cut(operation, "\n"); ok && strings.HasPrefix(comment, "# ") {
				token, operation = strings.TrimPrefix(comment, "# "), rest
			}
			got := decode(t, c.Post(token, operation, nil))
			apptest.Holds(t, "answer", got, decode(t, []byte(want)))
			if _, failed := got["errors"]; failed != strings.Contains(want, `"errors"`) {
				t.Errorf("errors: %v", got["errors"])
			}
		})
	}
	for _, section := range sections {
		example := writeExample.FindStringSubmatch(section)
		if example == nil {
			continue
		}
		kind, request, call, want := example[1], example[2], example[3], example[5]
		delete(missing, kind)
		t.Run(kind, func(t *testing.T) {
			c.control(http.MethodDelete, "faults", "")
			c.control(http.MethodPost, "faults", request)
			got, err := c.curl(t, call)
			if example[4] == "text" {
				if err == nil {
					t.Errorf("answered: %s", got)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			apptest.Holds(t, "answer", decode(t, got), decode(t, []byte(want)))
		})
	}
	for kind := range missing {
		t.Errorf("docs/faults.md has no example of %s", kind)
	}
}

// curl does what a curl of the page does with the local graph.
func (c controlled) curl(t *testing.T, command string) (text []byte, err error) {
	t.Helper()
	words := strings.Fields(strings.ReplaceAll(command, "http://127.0.0.1:8081", c.graphURL))
	var form []string
	for i := 1; i < len(words); i += 2 {
		form = append(form, words[i+1]) // -d before it
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, words[0], strings.NewReader(strings.Join(form, "&")))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	return io.ReadAll(response.Body)
}

// recipe is a row of the recipes in docs/faults.md: what happens, and the faults.
var recipe = regexp.MustCompile("(?m)^\\| ([^|]+) \\| `(\\[\\{.*\\])` \\|$")

// broad are operations that meet every recipe.
var broad = map[string]string{
	localgraph.DemoToken: `{ me { username biography insights(metrics: [ENGAGED_AUDIENCE_DEMOGRAPHICS], period: LIFETIME, metricType: TOTAL_VALUE, timeframe: THIS_MONTH) { name }
		media(first: 30) { nodes { graphId caption timestamp likeCount commentsCount children { nodes { graphId } } insights(metrics: [REACH, SAVED]) { name } comments(first: 1) { nodes { text } } } }
		tags(first: 5) { nodes { graphId } } } }`,
	apptest.FacebookToken: `{ hashtag(name: "dinodata") { name } nodes(ids: ["Media:17927651176397409", "Media:17964543579443357"]) { id ... on Media { caption commentsCount } } }`,
}

func TestFaultsPage_givesRecipesThatNoAnswerBreaksAt(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	c := startControlled(t, t.TempDir(), "-cache", "off", "-pace", "101,101,101", "-breaker-opens", "0")
	for _, r := range recipe.FindAllStringSubmatch(string(page), -1) {
		c.control(http.MethodPost, "faults", r[2])
		for token, operation := range broad {
			operation = apptest.WithGlobalIDs(operation)
			for _, e := range c.Do(token, operation, nil).Errors {
				if code := e.Extensions["code"]; code == "INTERNAL" || e.Message == "" {
					t.Errorf("%s: %+v", r[1], e)
				}
			}
		}
		c.control(http.MethodDelete, "faults", "")
	}
}

func decode(t *testing.T, text []byte) (object map[string]any) {
	t.Helper()
	if err := json.Unmarshal(text, &object); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return object
}
