package app

import (
	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/plan/bound"
)

// openDocuments prepares the documents that clients may send by id or hash, with
// those of the manifest if there is one.
func (a *App) openDocuments() error {
	s := a.settings
	if s.TrustedDocuments == "" {
		a.documents = documents.NewStore(nil, s.TrustedOnly, s.APQSize)
		return nil
	}
	trusted, err := documents.LoadManifest(s.TrustedDocuments)
	if err != nil {
		return manifestError(err)
	}
	bounds, err := bound.Of(trusted, s.Dialects(), s.Lookups)
	if err != nil {
		return manifestError(err)
	}
	a.logBounds(len(trusted), bounds)
	a.documents = documents.NewStore(trusted, s.TrustedOnly, s.APQSize)
	return nil
}

// logBounds logs the most calls that any of the trusted documents can take.
func (a *App) logBounds(trusted int, bounds []bound.Operation) {
	calls, unknown := 0, 0
	for _, b := range bounds {
		calls = max(calls, b.Calls)
		if b.Unknown {
			unknown++
		}
	}
	a.log.Info("trusted documents", "documents", trusted, "mostCalls", calls, "unknown", unknown)
}

// manifestError reports a manifest that cannot be used as a wrong setting.
func manifestError(err error) error {
	return &config.Error{Source: "-trusted-documents", Reason: err.Error()}
}
