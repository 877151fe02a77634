package mapping

import (
	"maps"
	"slices"
)

// ByProduct reports whether the field's metrics depend on what kind of media it is
// asked of.
func (f *Field) ByProduct() bool {
	return slices.ContainsFunc(f.Params, func(p Param) bool {
		return p.Values != nil && slices.ContainsFunc(slices.Collect(maps.Values(p.Values.Metrics)), func(m Metric) bool { return m.Products != nil })
	})
}

// Param is an argument that becomes a parameter.
type Param struct {
	// Argument is the GraphQL argument, Name the Graph API parameter.
	Argument, Name string
	// Type is what the argument holds, which says how it is written.
	Type ParamType
	// Values is what the schema says of an Enum's values; nil when it says nothing.
	Values *Values
}

// Values is what the schema says of the values of an enum.
type Values struct {
	// Retired are those that the Graph API takes no more, and why.
	Retired map[string]string
	// Metrics are those that are metrics.
	Metrics map[string]Metric
}

// Metric is what a metric can be asked with, in the spelling of the schema's
// enums. It takes any period, type and product where none is named, but no
// breakdown that is not.
type Metric struct {
	// Types are the ways its values come; the first one is meant when nothing is
	// said.
	Periods, Types, Breakdowns []string
	// Timeframe reports that it looks back on one.
	Timeframe bool
	// Products are the kinds of media that have it.
	Products []string
	Requires Requires
}

// ParamType is what an argument holds.
type ParamType uint8

// The types of arguments. A list is written with commas between its items.
const (
	Text ParamType = iota // as it is
	Enum                  // in lower case, as the Graph API spells its enums
	ID                    // a node's id, global or the Graph API's own
	Time                  // in unix seconds
)
