package control

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/gramql/gramql/internal/localgraph/oauth"
)

// sendCallback removes all apps from an account, and sends them the callback that
// they get from Meta then. It answers what they answered.
func (a API) sendCallback(r *http.Request) (any, error) {
	var asked struct {
		Kind    oauth.Callback `json:"kind"`
		Account string         `json:"account"`
	}
	if err := read(r, &asked); err != nil {
		return nil, err
	}
	answers, err := a.Graph.Login().Remove(r.Context(), asked.Kind, asked.Account)
	switch {
	case errors.Is(err, oauth.ErrNoCallback):
		return nil, wrong("/kind", "it is %s or %s", oauth.Deauthorize, oauth.DataDeletion)
	case errors.Is(err, oauth.ErrNoAccount):
		return nil, wrong("/account", "it is the username of an account, such as metricsaurus")
	case errors.Is(err, oauth.ErrNoAddress):
		return nil, wrong("", "there is no app to send callbacks to")
	}
	if unreachable, ok := errors.AsType[*url.Error](err); ok {
		return nil, &refusal{http.StatusBadGateway, "", "the app could not be reached: " + unreachable.Error()}
	}
	return answers, err
}
