package answer_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/answer"
	"github.com/gramql/gramql/internal/loader/budget"
	"github.com/gramql/gramql/internal/loader/loadertest"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/repair/refusals"
	"github.com/gramql/gramql/internal/localgraph"
	"github.com/gramql/gramql/internal/localgraph/fault"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/viewer"
)

// reader returns the reader of an operation of which the plan foresees some calls.
func reader(ctx context.Context, w *loadertest.World, planned int) *answer.Reader {
	session := repair.NewSession(new(refusals.Memory), time.Now, viewer.ID{}, dialect.Of(dialect.Instagram), &budget.Budget{
		Planned: func(int) int { return planned }, Most: func() int { return 0 }, MostApart: func() int { return 6 },
	})
	return answer.NewReader(ctx, session, graphapi.New(w), model.Entities, slog.New(slog.DiscardHandler))
}

// username asks for the name of the token's account.
func username(t *testing.T) (graphapi.Call, answer.Decoding[entity.Entity]) {
	n := plantest.Me(t, "{ username }", dialect.Instagram)
	return graphapi.Call{Path: "/me", Fields: "id,username"}, func(m entity.Models, body []byte) (entity.Entity, error) { return m.Decode(body, n) }
}

func TestReader_hasNoMoreCallsInFlightThanOneOperationMay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		r := reader(ctx, new(loadertest.World), 1)
		var first func()
		for i := range dialect.MaxInFlight {
			done, err := r.Turn()
			if err != nil {
				t.Fatalf("call %d has no turn: %v", i, err)
			}
			first = done
		}
		got := make(chan func())
		go func() {
			done, err := r.Turn()
			if err != nil {
				t.Error(err)
			}
			got <- done
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Error("one call more than may be in flight has a turn")
		default:
		}
		first()
		<-got
		if _, err := r.Turn(); graphapi.KindOf(err) != graphapi.Timeout {
			t.Errorf("a call whose turn never comes ends with %v", err)
		}
		calls := func(int) (graphapi.Call, answer.Decoding[entity.Entity]) { return username(t) }
		if _, _, err := answer.ToBatch(r, 2, calls); graphapi.KindOf(err) != graphapi.Timeout {
			t.Errorf("a batch whose turn never comes ends with %v", err)
		}
	})
}

func TestReader_freesTheTurnOfABatch(t *testing.T) {
	t.Parallel()
	w := loadertest.Open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	r := reader(t.Context(), w, 100)
	for range dialect.MaxInFlight + 1 {
		answers, readings, err := answer.ToBatch(r, 2, func(int) (graphapi.Call, answer.Decoding[entity.Entity]) {
			n := plantest.Me(t, "{ username }", dialect.Facebook)
			return graphapi.Call{Path: "/17841405822304914", Fields: "id,username"}, func(m entity.Models, body []byte) (entity.Entity, error) { return m.Decode(body, n) }
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range readings {
			if e, err := readings[i].Answer(r, answers[i]); err != nil || entity.IDOf(e) != "17841405822304914" {
				t.Fatalf("%v, %v", e, err)
			}
		}
	}
	if n := len(w.Calls()); n != dialect.MaxInFlight+1 {
		t.Errorf("%d calls", n)
	}
}

func TestReader_stopsAnOperationThatIsOverItsBound(t *testing.T) {
	t.Parallel()
	w := loadertest.Open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	r := reader(t.Context(), w, 1)
	call, decode := username(t)
	var err error
	for range 100 {
		var e entity.Entity
		if e, err = answer.To(r, call, decode); err != nil {
			if e != nil {
				t.Errorf("an error comes with %v", e)
			}
			break
		}
	}
	if err == nil || !graphapi.Retryable(err) {
		t.Errorf("the last call ends with %v", err)
	}
	made := len(w.Calls())
	if _, _, again := answer.ToBatch(r, 2, func(int) (graphapi.Call, answer.Decoding[entity.Entity]) { return call, decode }); !errors.Is(again, err) {
		t.Errorf("a batch ends with %v", again)
	}
	if made > 50 || len(w.Calls()) != 0 || r.Nodes() != made {
		t.Errorf("%d calls, %d nodes", made, r.Nodes())
	}
}

func TestReader_callsAnewWhateverTheCacheHolds(t *testing.T) {
	t.Parallel()
	w := loadertest.Open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
	w.Anew = true
	r := reader(t.Context(), w, 9)
	r.Anew = true
	call, decode := username(t)
	call.Path = "/17841405822304914"
	if _, err := answer.To(r, call, decode); err != nil {
		t.Fatal(err)
	}
	if _, _, err := answer.ToBatch(r, 2, func(int) (graphapi.Call, answer.Decoding[entity.Entity]) { return call, decode }); err != nil {
		t.Fatal(err)
	}
	calls := w.Calls()
	if len(calls) != 2 || slices.ContainsFunc(calls, func(line string) bool { return !strings.Contains(line, "(anew)") }) {
		t.Errorf("calls: %q", calls)
	}
}

func TestReader_decodesAnAnswerOnce(t *testing.T) {
	t.Parallel()
	w := loadertest.Open(t, dialect.Instagram, dialect.Auto, localgraph.Options{})
	call, decode := username(t)
	times := 0
	counted := func(m entity.Models, body []byte) (entity.Entity, error) { times++; return decode(m, body) }
	r := reader(t.Context(), w, 9)
	if _, err := answer.To(r, call, counted); err != nil || times != 1 { // the World looks whether the answer may be kept
		t.Errorf("decoded %d times, %v", times, err)
	}
}

// throttled answers with an error inside, and says in a header how long to wait.
type throttled struct{ wait time.Duration }

// Do answers the call.
func (th throttled) Do(context.Context, graphapi.Call) (*graphapi.Answer, error) {
	return &graphapi.Answer{
		Body:   []byte(`{"id":"1","media":{"error":{"message":"Too many calls","code":80002}}}`),
		Inside: []*graphapi.Error{{Code: 4, Message: "Other", RetryAfter: time.Hour}, {Code: 80002, Message: "Too many calls", RetryAfter: th.wait}},
	}, nil
}

func TestReader_tellsErrorsInsideHowLongToWait(t *testing.T) {
	t.Parallel()
	w := &loadertest.World{Under: throttled{19 * time.Minute}}
	r := reader(t.Context(), w, 9)
	n := plantest.Me(t, "{ media(first: 1) { nodes { id } } }", dialect.Instagram)
	me, err := answer.To(r, graphapi.Call{Path: "/me"}, func(m entity.Models, body []byte) (entity.Entity, error) { return m.Decode(body, n) })
	if err != nil {
		t.Fatal(err)
	}
	_, err = me.EntityBase().Page(n.Edges[0].Key)
	if err == nil {
		err = me.EntityBase().Plan.Refused[n.Edges[0].Key]
	}
	if refusal, ok := errors.AsType[*graphapi.Error](err); !ok || refusal.RetryAfter != 19*time.Minute {
		t.Errorf("the edge is refused with %+v", err)
	}
	if !r.Refused() {
		t.Error("nothing is said to be refused")
	}
}

func TestReader_knowsWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	r := reader(t.Context(), new(loadertest.World), 1)
	one, other := &model.User{}, &model.User{}
	if r.Faulty() || r.Fault(one, "username") != nil {
		t.Error("a value could not be read before any was")
	}
	lost := &entity.Fault{Whole: errors.New("odd")}
	r.Miss(one, "username", lost)
	r.Miss(one, "website", &entity.Fault{Whole: errors.New("odd, too")})
	if !r.Faulty() || r.Fault(one, "username") == nil || r.Fault(one, "website") == nil || r.Fault(one, "biography") != nil || r.Fault(other, "username") != nil {
		t.Errorf("username of one: %v, of the other: %v", r.Fault(one, "username"), r.Fault(other, "username"))
	}
}

func TestFirst_letsNoOtherTakeThePlaceOfWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	failed, odd := errors.New("failed"), errors.New("odd")
	a, b := &model.User{}, &model.User{}
	for _, c := range []struct {
		name  string
		nodes []entity.Entity
		err   error
		want  entity.Entity
		wrong error
		lost  int
	}{
		{"all are read", []entity.Entity{a, b}, nil, a, nil, 0},
		{"there is none", nil, nil, nil, nil, 0},
		{"all failed", []entity.Entity{a}, failed, nil, failed, 0},
		{"the first is odd", []entity.Entity{b}, answer.Incomplete{Errs: []error{odd, failed}, First: true}, nil, odd, 2},
		{"a later one is odd", []entity.Entity{a}, answer.Incomplete{Errs: []error{odd}}, a, nil, 1},
		{"none is left", nil, answer.Incomplete{Errs: []error{odd}}, nil, nil, 1},
	} {
		got, err := answer.First(c.nodes, c.err)
		if got != c.want || c.wrong == nil && err != nil || c.wrong != nil && !errors.Is(err, c.wrong) {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
		if c.wrong != nil && err.Error() != c.wrong.Error() {
			t.Errorf("%s: the error tells of %v", c.name, err)
		}
		if lost := answer.Lost(c.err); len(lost) != c.lost {
			t.Errorf("%s: lost %v", c.name, lost)
		}
	}
}

func TestIncomplete_countsItemsOfAllPages(t *testing.T) {
	t.Parallel()
	n := &expansion.Expansion{Type: plantest.Mapping(t).Type("User"), Names: []string{"username"}}
	_, err := answer.Nodes(model.Entities.DecodePage([]byte(`{"data":[{"id":"1"},7],"error":{"message":"No more","code":4711}}`), n))
	incomplete, _ := errors.AsType[answer.Incomplete](err)
	for behind, want := range map[int]int{0: 1, 50: 51} {
		told := incomplete.Behind(behind).Errs
		lost, ok := errors.AsType[*entity.ValueError](told[0])
		if !ok || lost.Item() != want || len(told) != 2 || told[1] != incomplete.Errs[1] { //nolint:errorlint // the very error
			t.Errorf("behind %d others are %v", behind, told)
		}
	}
}

func TestNodes_leavesOutWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	n := &expansion.Expansion{Type: plantest.Mapping(t).Type("User"), Names: []string{"username"}}
	for _, c := range []struct {
		name, body  string
		nodes, lost int
		first       bool
	}{
		{"all can be read", `{"data":[{"id":"1"},{"id":"2"}]}`, 2, 0, false},
		{"there is none", `{"data":[]}`, 0, 0, false},
		{"the first is odd", `{"data":[7,{"id":"2"}]}`, 1, 1, true},
		{"a later one is odd", `{"data":[{"id":"1"},7]}`, 1, 1, false},
		{"an error stands beside them", `{"data":[{"id":"1","username":"u"}],"error":{"message":"No more","code":4711}}`, 1, 1, false},
	} {
		found, err := answer.Nodes(model.Entities.DecodePage([]byte(c.body), n))
		incomplete, ok := errors.AsType[answer.Incomplete](err)
		if len(found) != c.nodes || len(answer.Lost(err)) != c.lost || incomplete.First != c.first || ok != (c.lost > 0) {
			t.Errorf("%s: %d nodes, %v", c.name, len(found), err)
		}
	}
	failed := errors.New("failed")
	if found, err := answer.Nodes(nil, failed); found != nil || !errors.Is(err, failed) {
		t.Errorf("no page: %v, %v", found, err)
	}
}

func TestReader_passesOnWhatEndsACall(t *testing.T) {
	t.Parallel()
	odd := errors.New("odd")
	for _, c := range []struct {
		name  string
		fault fault.Fault
		fails bool // to decode
		is    func(error) bool
	}{
		{"an answer that cannot be decoded", fault.Fault{}, true, func(err error) bool { return errors.Is(err, odd) }},
		{"an answer that is cut off", fault.Fault{Kind: fault.TruncatedJSON}, false, func(err error) bool { return graphapi.KindOf(err) == graphapi.Failed }},
		{"a refusal", fault.Fault{Kind: fault.ExpiredToken}, false, func(err error) bool { return graphapi.KindOf(err) == graphapi.Unauthenticated }},
		{"a refusal beside no rows", fault.Fault{Kind: fault.OtherBody, Status: 200, Body: `{"data":[],"error":{"message":"No more","code":4711}}`}, false, func(err error) bool {
			refusal, ok := errors.AsType[*graphapi.Error](err)
			return ok && refusal.Code == 4711
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := loadertest.Open(t, dialect.Facebook, dialect.Auto, localgraph.Options{})
			if c.fault.Kind != "" {
				w.Graph.Faults().Add(c.fault)
			}
			r := reader(t.Context(), w, 9)
			n := plantest.Me(t, "{ username }", dialect.Facebook)
			call := graphapi.Call{Path: "/me/accounts", Fields: "instagram_business_account{id,username}"}
			decode := func(m entity.Models, body []byte) (*entity.Page, error) {
				page, err := m.DecodeAccounts(body, "instagram_business_account", n)
				if c.fails {
					err = odd
				}
				return page, err
			}
			if _, err := answer.To(r, call, decode); !c.is(err) {
				t.Errorf("one call ends with %v", err)
			}
			answers, readings, err := answer.ToBatch(r, 2, func(int) (graphapi.Call, answer.Decoding[*entity.Page]) { return call, decode })
			for i := range answers {
				if _, err := readings[i].Answer(r, answers[i]); !c.is(err) {
					t.Errorf("a call in a batch ends with %v", err)
				}
			}
			if len(answers) == 0 && err == nil {
				t.Error("a batch without answers has no error")
			}
		})
	}
}
