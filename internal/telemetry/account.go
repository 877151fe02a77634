package telemetry

import (
	"github.com/gramql/gramql/internal/login"
	"github.com/gramql/gramql/internal/renewal"
)

// Renewed records a renewal of a connected account's token.
func (t *Telemetry) Renewed(outcome renewal.Outcome) {
	t.metrics.renewals.WithLabelValues(string(outcome)).Inc()
}

// AccountChanged records that the state of a connected account has changed.
func (t *Telemetry) AccountChanged(to login.State) {
	t.metrics.accounts.WithLabelValues(string(to)).Inc()
}
