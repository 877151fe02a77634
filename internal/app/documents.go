package app

import (
	"log/slog"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/documents"
)

// knownDocuments loads the manifest of trusted documents, if there is one.
func knownDocuments(s config.Settings, log *slog.Logger) (*documents.Store, error) {
	var trusted []documents.Trusted
	if s.TrustedDocuments != "" {
		var err error
		if trusted, err = documents.LoadManifest(s.TrustedDocuments); err != nil {
			return nil, manifestError(err)
		}
		if err := logBounds(log, trusted, s); err != nil {
			return nil, err
		}
	}
	return documents.NewStore(trusted, s.TrustedOnly, s.APQSize), nil
}

// manifestError is a wrong setting: the program was told to trust what it cannot
// read.
func manifestError(err error) error {
	return &config.Error{Source: "-trusted-documents", Reason: err.Error()}
}
