// Package transcode writes the answer to an operation straight from the Graph API's
// JSON, in one pass: no models between the two, and no resolvers. An operation is compiled
// once, by its plan, into a program (package compiler). A program knows when it does not know: an answer that
// is not as planned, such as one with an error inside, is handed back, and the ordinary way
// of package graph answers from the same bytes. What both ways write is the same, byte for
// byte.
//
//	transcode.go   runs programs, and what comes of that
//	place.go       finds the nodes that a call asks for in its answer
//	object.go      writes nodes and values
//	list.go        writes lists
//	value.go       writes scalars
//	computed.go    writes what is worked out from others
//	connection.go  writes connections: items, cursors, what is beside a page
//	reached.go     global ids and marks of nodes that are found through others
//	window.go      which items of a page are shown, and whether there are more
//	paging.go      what an answer says of further pages
package transcode

import (
	"bytes"
	"sync"

	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/transcode/program"
	"github.com/gramql/gramql/internal/transcode/scan"
)

// Written is an operation's data, and what else comes of an answer.
type Written struct {
	// Data is the data of the GraphQL answer, as JSON.
	Data []byte
	// Nodes is how many nodes were read.
	Nodes int
	// Account is the Graph API id of the token's own account.
	Account string
}

// Run writes the data of a program's operation from the answers to the plan's only call:
// one, or one for each call of a batch. It returns nil where an answer is not as planned.
func Run(p *program.Program, answers ...[]byte) *Written {
	r := runs.Get().(*run)
	defer r.end()
	if !r.locate(p, answers) || !r.roots(p) {
		return nil
	}
	return &Written{bytes.Clone(r.out), r.nodes, r.account}
}

// run is one pass of a program over an answer.
type run struct {
	scan.Scanner
	// places is where the nodes are that the call asks for.
	places []place
	out    []byte
	// slots holds where in the answer the members of the objects begin that are being read:
	// a stack, with the innermost object's members at the end.
	slots []int
	// holes are the places in the answer that wait for cursors; a stack, too.
	holes []hole
	// trail are the nodes that others are found through: a stack of those that are being
	// written.
	trail []node
	// spare and unpacked are for what has to be moved, or had escapes.
	spare, unpacked []byte
	nodes           int
	// asked reports whether more than an id is wanted of the nodes read so far, and told
	// whether they hold anything of what is wanted. Within a part of the answer, told is of
	// that part.
	asked, told bool
	account     string
}

var runs = sync.Pool{New: func() any { return new(run) }}

// maxKept keeps a rare huge answer from staying in memory.
const maxKept = 1 << 20

// end forgets the answer, but keeps what the next one can be written with.
func (r *run) end() {
	clear(r.places[:cap(r.places)])
	clear(r.holes[:cap(r.holes)])
	kept := run{places: r.places[:0], slots: r.slots[:0], holes: r.holes[:0], trail: r.trail[:0]}
	for _, b := range [...]struct{ from, to *[]byte }{{&r.out, &kept.out}, {&r.spare, &kept.spare}, {&r.unpacked, &kept.unpacked}} {
		if cap(*b.from) <= maxKept {
			*b.to = (*b.from)[:0]
		}
	}
	*r = kept
	runs.Put(r)
}

// roots writes the root fields.
func (r *run) roots(p *program.Program) bool {
	r.out = append(r.out, '{')
	for i := range p.Fields {
		f := &p.Fields[i]
		r.key(i, f.Key)
		if !r.root(p, f) {
			return false
		}
	}
	r.out = append(r.out, '}')
	return p.Form != plan.FormAccounts || r.tells()
}

// root writes the value of a root field.
func (r *run) root(p *program.Program, f *program.Root) bool {
	switch {
	case f.Object == nil:
		r.out = append(r.out, f.Text...)
		return true
	case !f.List:
		return r.top(p, f.Object, f.First)
	}
	r.out = append(r.out, '[')
	end := f.First + f.Nodes
	if p.Form == plan.FormAccounts {
		end = len(r.places)
	}
	for i := f.First; i < end; i++ {
		if i > f.First {
			r.out = append(r.out, ',')
		}
		if !r.top(p, f.Object, i) {
			return false
		}
	}
	r.out = append(r.out, ']')
	return true
}

// top writes one of the nodes that the call asks for.
func (r *run) top(p *program.Program, o *program.Object, index int) bool {
	at := r.places[index]
	r.In, r.At = at.in, at.at
	id, ok := r.object(o)
	if !ok || at.whole && !r.End() || len(p.IDs) > 0 && !o.OtherIDs && !r.isID(id, p.IDs[index]) {
		return false
	}
	if index == 0 && p.Form <= plan.FormAccounts {
		r.At = id
		account, _ := r.ID()
		r.account = string(account)
	}
	return p.Form == plan.FormAccounts || r.tells()
}

// tells reports whether the nodes read so far hold anything of what is wanted of them, if
// anything is, and begins anew. That is how a server in trouble answers, though each field
// may be absent.
func (r *run) tells() bool {
	told := r.told || !r.asked
	r.told, r.asked = false, false
	return told
}

// beginPart begins a part of the answer, and returns what was told before.
func (r *run) beginPart() (before bool) {
	before, r.told = r.told, false
	return before
}

// endPart ends a part of the answer. It is false for one that holds nothing of what is wanted
// where it has to hold something.
func (r *run) endPart(before, something bool) bool {
	told := r.told
	r.told = told || before
	return told || !something
}

// key writes the key of the field of an object with an index.
func (r *run) key(index int, key string) {
	if index > 0 {
		r.out = append(r.out, ',')
	}
	r.out = append(r.out, key...)
}
