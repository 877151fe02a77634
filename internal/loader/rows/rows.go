// Package rows finds out which nodes on a page a refusal is about, where the Graph API
// refuses the whole page for it.
//
//	rows.go     what telling nodes apart needs
//	part.go     what nodes are asked for apart from each other
//	apart.go    asks what was refused of all nodes on a page of each of them
//	samples.go  asks the first, the last and the middle one of them before
//	withheld.go asks each for what the Graph API leaves out of pages
//	metrics.go  asks each for the metrics that the first of them is refused
//	placed.go   asks for them by their places on the page, where they have no ids to be asked by
//	hunt.go     finds the nodes on a page when the error names none
//	around.go   which pages are read around nodes for which the Graph API refuses any page
//	parts.go    reads such a page in parts
//	got.go      what was read of a page in parts
//	cutoff.go   finds the media that are too old for insights
package rows

import (
	"sync"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/loader/nodes"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/lookup"
)

// Rows tells the nodes on pages apart, for one operation.
type Rows struct {
	*nodes.Lookups
	models entity.Models
	source Source
	// asked holds the fields, by shown, that nodes were looked up for because the Graph API
	// had withheld them.
	asked sync.Map
}

// New returns the rows of an operation.
func New(l *nodes.Lookups, models entity.Models, s Source) *Rows {
	return &Rows{Lookups: l, models: models, source: s}
}

// Source reads what belongs to nodes that were read.
type Source interface {
	// LookUpBy looks nodes up by calls that answer makes, and follows up on what these left out.
	LookUpBy(answer func(lookup.Group, nodes.Results), lookups lookup.Group) nodes.Results
	// FollowUp calls for a page of an edge that did not come with its node.
	FollowUp(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error)
	// FollowUpAlone is FollowUp by a call that shares nothing with other look-ups.
	FollowUpAlone(parent *entity.Base, edge *expansion.Edge) (*entity.Page, error)
}
