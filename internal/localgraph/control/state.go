package control

import (
	"errors"
	"net/http"
	"time"

	"github.com/gramql/gramql/internal/clock"
)

// timeNow is what the clock says.
type timeNow struct {
	Now   string `json:"now"`
	Ahead string `json:"ahead"` // of the machine's time
}

func (a API) readClock(*http.Request) (any, error) {
	return timeNow{a.Clock.Now().UTC().Format(time.RFC3339), a.Clock.Ahead().String()}, nil
}

// setClock sets the clock ahead.
func (a API) setClock(r *http.Request) (any, error) {
	var asked struct {
		Advance *string `json:"advance"`
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if asked.Advance == nil {
		return nil, wrong("/advance", "it says how far the clock is to be set ahead, such as 1416h")
	}
	by, err := time.ParseDuration(*asked.Advance)
	if err != nil {
		return nil, wrong("/advance", "it is a duration such as 1416h or 90m")
	}
	err = a.Clock.Advance(by)
	if errors.Is(err, clock.ErrBackward) || errors.Is(err, clock.ErrTooFar) {
		return nil, wrong("/advance", "%s", err)
	}
	if err != nil {
		return nil, err
	}
	return a.readClock(r)
}

// mostPublished is the highest quota that can be set.
const mostPublished = 1_000_000

// setLimits sets quotas of the graph.
func (a API) setLimits(r *http.Request) (any, error) {
	var asked struct {
		Publishing *int64 `json:"publishing"`
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	if asked.Publishing == nil || *asked.Publishing < 0 || *asked.Publishing > mostPublished {
		return nil, wrong("/publishing", "it is how many media each account may publish in 24 hours: 0 to %d", mostPublished)
	}
	if err := a.Graph.LimitPublishing(r.Context(), *asked.Publishing); err != nil {
		return nil, err
	}
	return asked, nil
}

// call is a call as it is written in JSON.
type call struct {
	Time   string            `json:"time"`
	Method string            `json:"method"`
	Path   string            `json:"path"`
	Params map[string]string `json:"params"`
	Status int               `json:"status"`
}

func (a API) listCalls(*http.Request) (any, error) {
	list := []call{}
	for _, c := range a.Graph.Calls() {
		list = append(list, call{c.Time.UTC().Format(time.RFC3339Nano), c.Method, c.Path, c.Params, c.Status})
	}
	return list, nil
}

func (a API) forgetCalls(*http.Request) (any, error) {
	a.Graph.ForgetCalls()
	return nil, nil
}

// reset brings the demo world back as it was at first, at the machine's time.
func (a API) reset(r *http.Request) (any, error) {
	if err := a.Graph.Reset(r.Context()); err != nil {
		return nil, err
	}
	if err := a.Clock.Reset(); err != nil {
		return nil, err
	}
	a.trouble.end()
	if a.Caller == nil {
		return nil, nil
	}
	return nil, a.Caller.GraphReset(r.Context())
}
