package command

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/gramql/gramql/internal/config"
	"github.com/gramql/gramql/internal/documents"
	"github.com/gramql/gramql/internal/plan/bound"
)

// Check prints the most Graph API calls, and the most cost, that each trusted
// document can take with each login type, whatever its variables. The error names
// the invalid documents and, if maxCalls is above 0, those that can take more
// calls.
func Check(w io.Writer, s config.Settings, maxCalls int) error {
	if s.TrustedDocuments == "" {
		return &config.Error{Source: "-trusted-documents", Reason: "name the manifest to check"}
	}
	trusted, err := documents.LoadManifest(s.TrustedDocuments)
	if err != nil {
		return &config.Error{Source: "-trusted-documents", Reason: err.Error()}
	}
	bounds, err := bound.Of(trusted, s.Dialects(), s.Lookups)
	errs := []error{err}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "DOCUMENT\tOPERATION\tLOGIN\tCALLS\tCOST")
	for _, b := range bounds {
		calls, cost := strconv.Itoa(b.Calls), strconv.Itoa(b.Cost)
		if b.Unknown {
			calls, cost = "unknown", "unknown"
		}
		_, _ = fmt.Fprintf(table, "%.12s\t%s\t%s\t%s\t%s\n", b.Document, b.Name, b.Login.Title(), calls, cost)
		if maxCalls > 0 && (b.Unknown || b.Calls > maxCalls) {
			errs = append(errs, fmt.Errorf("the document %q can take more than %d calls with %s: %s", b.Document, maxCalls, b.Login.Title(), calls))
		}
	}
	return errors.Join(append(errs, table.Flush())...)
}
