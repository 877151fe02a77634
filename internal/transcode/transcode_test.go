package transcode_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"testing"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/transcode/program"
)

// runCase is an entry of testdata/run.yml: what an operation makes of an answer; an empty
// Data where the answer is handed back.
type runCase struct {
	Name, Operation, Answer, Data string
	Login                         string   // Instagram Login if there is none
	Answers                       []string // to the calls of a batch
	Variables                     map[string]any
	Nodes                         int
	Account                       string // the token's own; empty where it does not matter
}

func loginOf(t testing.TB, name string) dialect.Login {
	t.Helper()
	login, err := dialect.ParseLogin(cmp.Or(name, "instagram"))
	if err != nil {
		t.Fatal(err)
	}
	return login
}

// compile returns the program of an operation with a login type, or why there is none.
func compile(t testing.TB, login dialect.Login, operation string, variables map[string]any) (*program.Program, compiler.Reason) {
	t.Helper()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	o, d := plantest.Operation(t, operation, variables), dialect.Of(login)
	p := plan.Compile(m, d, o)
	return compiler.NewCompiler(schema, m).Compile(p, p.Only(d.LookupModeWith(dialect.Auto)), o)
}

func TestProgram_writesWhatItsCaseSays(t *testing.T) {
	t.Parallel()
	for _, c := range plantest.Load[[]runCase](t, "testdata/run.yml") {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			p, why := compile(t, loginOf(t, c.Login), c.Operation, c.Variables)
			if why != "" {
				t.Fatal(why)
			}
			answers := [][]byte{[]byte(c.Answer)}
			if len(c.Answers) > 0 {
				answers = nil
				for _, answer := range c.Answers {
					answers = append(answers, []byte(answer))
				}
			}
			written := transcode.Run(p, answers...)
			if written == nil {
				if c.Data != "" {
					t.Fatal("the answer is handed back")
				}
				return
			}
			if string(written.Data) != c.Data {
				t.Errorf("%s\nwant\n%s", written.Data, c.Data)
			}
			if c.Nodes > 0 && written.Nodes != c.Nodes {
				t.Errorf("%d nodes", written.Nodes)
			}
			if c.Account != "" && written.Account != c.Account {
				t.Errorf("of the account %q", written.Account)
			}
		})
	}
}

// Whatever the answer is, what is written of it is JSON, and nothing is written of what is
// not.
func FuzzRun_writesNothingButJSON(f *testing.F) {
	p, why := compile(f, dialect.Instagram, `{ me { id username followersCount media(first: 2) { totalCount edges { cursor node { caption timestamp mediaType permalink owner { id } children { nodes { mediaUrl } } } } pageInfo { hasNextPage endCursor } } } }`, nil)
	if why != "" {
		f.Fatal(why)
	}
	f.Add([]byte(`{"id":"1","username":"a","followers_count":7,"media_count":3,"media":{"data":[{"id":"5","caption":"a\n\"\ud83d\ude00","timestamp":"2017-08-31T18:10:00+0000","media_type":"IMAGE","permalink":"https:\/\/a.b\/c","owner":{"id":"1"},"children":{"data":[{"id":"9","media_url":"https://a"}]}},{"id":"6"}],"paging":{"cursors":{"before":"A","after":"B"},"next":"https://x"}}}`))
	f.Add([]byte(`{"media":{"paging":{},"data":[]},"id":"1"}`))
	f.Add([]byte(`{"id":"1","media":[1.5e3,true,null,{"a":[]}]}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		written := transcode.Run(p, answer)
		if written == nil {
			return
		}
		if !json.Valid(answer) || !json.Valid(written.Data) {
			t.Errorf("%s becomes %s", answer, written.Data)
		}
		if again := transcode.Run(p, answer); again == nil || !bytes.Equal(again.Data, written.Data) {
			t.Error("the second time the answer is another")
		}
	})
}
