package mapping

import (
	"maps"
	"slices"
)

// ByProduct reports whether some of the field's metrics exist for some media only.
func (f *Field) ByProduct() bool {
	return slices.ContainsFunc(f.Params, func(p Param) bool {
		return p.Values != nil && slices.ContainsFunc(slices.Collect(maps.Values(p.Values.Metrics)), func(m Metric) bool { return m.Products != nil })
	})
}

// hasMetrics reports whether the field is asked for metrics.
func (f *Field) hasMetrics() bool {
	return slices.ContainsFunc(f.Params, func(p Param) bool { return p.Values != nil && len(p.Values.Metrics) > 0 })
}

// Param is an argument that becomes a parameter.
type Param struct {
	// Argument is the GraphQL argument, Name the Graph API parameter.
	Argument, Name string
	// Type is what the argument holds, and so how it is written.
	Type ParamType
	// Of is the type of the node whose id an ID is; nil where that is no node of the
	// schema.
	Of *Type
	// Values is what the schema says about an Enum's values, or nil.
	Values *Values
}

// Values is what the schema says about the values of an enum.
type Values struct {
	// Retired are the values that the Graph API no longer takes, with the reason.
	Retired map[string]string
	// Metrics are the values that are metrics.
	Metrics map[string]Metric
}

// Metric is what a metric can be combined with, in the spelling of the schema's
// enums. Nil Periods, Types and Products mean any, nil Breakdowns mean none.
type Metric struct {
	// The first of the Types is the default.
	Periods, Types, Breakdowns []string
	// Timeframe reports that the metric takes a timeframe.
	Timeframe bool
	// Until is the major number of the last version that has a retired metric; 0 for
	// none.
	Until int
	// Products are the product types of media that have it.
	Products []string
	Requires Requires
}

// ParamType is what an argument holds.
type ParamType uint8

// The types of arguments. The items of a list are separated by commas.
const (
	Text        ParamType = iota // as it is
	Enum                         // in lower case, as the Graph API spells its enums
	ID                           // a node's id, global or the Graph API's own
	Time                         // in unix seconds
	Handle                       // the name of an account, without @
	Value                        // true, false, or a number
	Composite                    // an object with fields of its own
	Content                      // what is to be published
	ProductTags                  // the products of a media
)
