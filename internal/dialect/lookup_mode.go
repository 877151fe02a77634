package dialect

import "fmt"

// LookupMode is how many nodes are looked up by their ids.
type LookupMode uint8

// The modes. The zero value leaves the choice to the dialect.
const (
	Auto LookupMode = iota
	// IDs asks for up to 50 nodes in one GET, by ?ids=. Meta's own servers refuse it
	// since v26.0; with Basic Display, which ended before, they always had it.
	IDs
	// Batch asks for up to 50 nodes in one batch POST.
	Batch
	// Single asks for each node by a GET of its own.
	Single
)

// The most nodes that ?ids= takes, and the most calls in flight.
//
// Source: Meta's servers, before v26.0.
const (
	MaxIDs      = 50
	MaxInFlight = 8
)

var lookupModes = [...]string{Auto: "auto", IDs: "ids", Batch: "batch", Single: "single"}

// Batches reports whether one POST may carry many calls: the login type has batches, and
// the mode does not ask for single calls.
func (d *Dialect) Batches(m LookupMode) bool { return d.LookupMode == Batch && m != Single }

// LookupModeWith returns how nodes are looked up with a setting, as far as the login
// type can do that: Auto leaves the choice to the dialect.
func (d *Dialect) LookupModeWith(setting LookupMode) LookupMode {
	if setting == Auto || setting == Batch && !d.Batches(setting) {
		return d.LookupMode
	}
	return setting
}

// String returns the name that the setting -lookups takes.
func (m LookupMode) String() string { return lookupModes[m] }

// ParseLookupMode reads a mode as the setting -lookups takes it.
func ParseLookupMode(name string) (LookupMode, error) {
	for mode, n := range lookupModes {
		if n == name {
			return LookupMode(mode), nil
		}
	}
	return Auto, fmt.Errorf("%q is not one of auto, ids, batch, single", name)
}
