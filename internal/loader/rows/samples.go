package rows

import (
	"slices"

	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/loader/suspect"
	"github.com/gramql/gramql/internal/plan/expansion"
)

// Where there are no batches, it takes many calls to tell the nodes on a page apart. Mostly
// all of them are refused the same: the token lacks a permission, or the field has been
// withdrawn. So the first, the last and the middle one of them are asked by themselves. If all
// three are refused, all others are taken to be.

// UnlessAll gives edges that seem to need a permission the error of three of their nodes, if
// these are refused by themselves, and returns all other edges.
func (r *Rows) UnlessAll(refused []entity.Missing) (left []entity.Missing) {
	groups := map[string][]entity.Missing{}
	var keys []string
	for _, m := range refused {
		if !forbidden(m.Edge.RefusedWith) || ofOneMetric(m) {
			left = append(left, m)
			continue
		}
		if groups[m.Edge.Key] == nil {
			keys = append(keys, m.Edge.Key)
		}
		groups[m.Edge.Key] = append(groups[m.Edge.Key], m)
	}
	for _, key := range keys {
		left = append(left, r.unlessEnds(groups[key])...)
	}
	return left
}

// unlessEnds is UnlessAll for one edge.
func (r *Rows) unlessEnds(rows []entity.Missing) (left []entity.Missing) {
	if len(rows) < 3 {
		return rows
	}
	part, last := rowEdge{r}, len(rows)-1
	known := slices.IndexFunc(rows, func(m entity.Missing) bool { return part.refused(m) != nil })
	if known > 0 {
		return rows // they differ
	}
	first, err := r.sample(part, rows[0])
	if !first {
		return rows
	}
	end, why := r.sample(part, rows[last])
	switch {
	case !end:
		return rows[1:]
	case err == nil || why == nil || !forbidden(err) || !forbidden(why):
		return rows[1:last]
	}
	between := slices.Clone(rows[1:last])
	at := len(between) / 2
	asked, middle := r.sample(part, between[at])
	if asked {
		between = slices.Delete(between, at, at+1)
	}
	if !asked || middle == nil || !forbidden(middle) {
		return between
	}
	for _, m := range between {
		part.refuse(m, why)
	}
	return nil
}

// sample asks for a part of one node by the node's id, and gives the node the part or the
// error; false when no call is left.
func (r *Rows) sample(part rowPart, m entity.Missing) (asked bool, err error) {
	if err = part.refused(m); err == nil {
		if !r.TellApart() {
			return false, nil
		}
		err = part.alone(m)
	}
	if err != nil {
		part.refuse(m, err)
	}
	return true, err
}

// oneByOne asks the nodes of a hunt from an index on by themselves, as long as these are refused
// like all before them: where all are refused, halves of them tell nothing. It returns how many
// nodes are done with.
func (h *rowHunt) oneByOne(from int, why error) (done int) {
	if h.answered || forbidden(why) || suspect.TooOld(why) || h.several() && !h.asTheFirst(why) {
		return from
	}
	for ; from < len(h.rows); from++ {
		if h.part.refused(h.rows[from]) != nil {
			continue
		}
		asked, err := h.sample(h.part, h.rows[from])
		switch {
		case !asked:
			return from
		case err == nil || !graphapi.Alike(err, why):
			h.answered = true
			return from + 1
		}
	}
	return from
}

// readByRows looks nodes on pages up for each of the fields that are wanted, many of them at
// once.
func (r *Rows) readByRows(rows []entity.Missing, wanted *expansion.Expansion) {
	read := r.Nodes()
	for _, p := range wanted.Parts() {
		if p.Of == wanted {
			node := wanted.Keep(func(key string) bool { return key == p.Key })
			r.readFieldByRows(rowField{r, node, node.Parts()[0]}, rows)
		}
	}
	r.Read(read - r.Nodes()) // of two answers about a node, one is counted
}

func (r *Rows) readFieldByRows(part rowField, rows []entity.Missing) {
	columns, others := pageEdgesOf(rows, huntable)
	if len(columns) == 0 {
		return
	}
	hunts := make([]*rowHunt, len(columns))
	for i, column := range columns {
		hunts[i] = r.rowHunt(part, column, column[0].Node.Plan.Refused[part.part.Key])
		hunts[i].answered = true
	}
	begin, end := hunts[0], hunts[len(hunts)-1]
	first, last := begin.rows[0], end.rows[len(end.rows)-1]
	if r.RefusedAll(first, part.part) != nil {
		return
	}
	differ, why := false, part.refused(first)
	if why == nil {
		_, err := begin.try(begin.opening(), 0, 1)
		if differ = err == nil; !differ {
			if !begin.separable(err) || !r.TellApart() {
				return
			}
			if _, why = r.Get(first.Node.GraphID, part.node); why == nil { // the page does not show it
				r.RememberAll(first, part.part, err)
				return
			}
		}
	}
	if !differ {
		part.refuse(first, why)
		begin.behind = true
		switch asked, err := r.sample(part, last); {
		case asked && err != nil:
			between := hunts[len(hunts)/2].rows
			if asked, middle := r.sample(part, between[len(between)/2]); asked && middle != nil {
				r.RememberAll(first, part.part, err)
				return
			}
		case asked:
			end.rows = end.rows[:len(end.rows)-1]
		}
	}
	for i, h := range hunts {
		from := 0
		if i == 0 {
			from = 1
		}
		if from < len(h.rows) {
			h.hunt(from, differ && len(hunts) == 1)
		}
	}
	for _, m := range others {
		part.leave(m, repair.ErrLeftOut)
	}
}
