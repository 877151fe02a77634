package refused_test

import (
	"errors"
	"testing"

	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/plan/refused"
)

var (
	wrong   = &graphapi.Error{Code: 100, Message: "wrong"}
	tooMany = &graphapi.Error{Code: 4, Message: "too many"}
)

func TestAbsent_isTheRefusalOfAFieldThatIsNotThere(t *testing.T) {
	absent, ok := errors.AsType[*refused.AbsentError](refused.Absent(wrong))
	if !ok || absent.Kind() != graphapi.Unsupported || absent.Error() != wrong.Error() || !errors.Is(absent, wrong) {
		t.Errorf("%v", absent)
	}
	for _, other := range []error{tooMany, errors.New("broken")} {
		if err := refused.Absent(other); !errors.Is(err, other) || err != other { //nolint:errorlint // it must not be wrapped
			t.Errorf("%v becomes %v", other, err)
		}
	}
}

func TestOfMetrics_namesTheMetricsOnce(t *testing.T) {
	err := refused.OfMetrics([]string{"reach", "saved"}, wrong)
	of, ok := errors.AsType[*refused.MetricError](err)
	if !ok || of.Names() != "REACH, SAVED" || of.Error() != "REACH, SAVED: "+wrong.Error() || !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
	several := refused.MetricErrors{{Metrics: []string{"reach"}, Cause: wrong}}
	if err := refused.OfMetrics([]string{"saved"}, several); err.Error() != several.Error() {
		t.Errorf("an error that names its metrics becomes %v", err)
	}
	if err := refused.OfMetrics(nil, wrong); !errors.Is(err, wrong) || err.Error() != wrong.Error() {
		t.Errorf("an error of no metrics becomes %v", err)
	}
}

func TestOfAll_isTheReasonWhereThereIsOne(t *testing.T) {
	reach, saved := &refused.MetricError{Metrics: []string{"reach"}, Cause: wrong}, &refused.MetricError{Metrics: []string{"saved"}, Cause: tooMany}
	if err := refused.OfAll([]*refused.MetricError{reach, {Metrics: []string{"views"}, Cause: wrong}}); !errors.Is(err, wrong) || err.Error() != wrong.Error() {
		t.Errorf("for one reason: %v", err)
	}
	err := refused.OfAll([]*refused.MetricError{reach, saved})
	several, ok := errors.AsType[refused.MetricErrors](err)
	if !ok || len(several) != 2 || several.Error() != reach.Error() || !errors.Is(err, wrong) || !errors.Is(err, tooMany) {
		t.Errorf("for two reasons: %v", err)
	}
}
