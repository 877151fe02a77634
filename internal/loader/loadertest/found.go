package loadertest

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gramql/gramql/graph/model"
	"github.com/gramql/gramql/internal/entity"
	"github.com/gramql/gramql/internal/graphapi"
	"github.com/gramql/gramql/internal/loader"
	"github.com/gramql/gramql/internal/loader/repair"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/problem"
)

// What an operation found is written in one line for each root field, as the shape of the
// nodes: which of their parts came, and the error in the place of each that did not.
//
//	me: 24680011223344556 {username media[3: {caption} {caption: #10} {caption}]}
//
// Nodes on a page that look the same and stand side by side are written once, with their
// number. A page that is not the last ends with "…". An error of the Graph API is written
// as its code, any other as the code that clients see.

// Run runs an operation, and returns what it found.
func (w *World) Run(t *testing.T, query string, variables map[string]any) (found string, l *Reading) {
	t.Helper()
	p, loader := w.Load(t.Context(), t, query, variables)
	l = &Reading{Loader: loader, Values: map[string]string{}}
	var lines []string
	for _, root := range p.Roots() {
		lines = append(lines, root.Key+": "+l.root(root))
	}
	return strings.Join(lines, "\n"), l
}

// Reading is a loader, and the values of the nodes' plain fields that were read by it, by
// their nodes' ids and their names.
type Reading struct {
	*loader.Loader
	Values map[string]string
}

// Took tells how many nodes were read, how many calls more than planned were made for
// them, and whether anything was refused.
func (l *Reading) Took() string {
	text := fmt.Sprintf("%d nodes, %d repairs, bound %d", l.Nodes(), l.Repairs(), l.Bound())
	if l.Refused() {
		text += ", refused"
	}
	if l.Faulty() {
		text += ", odd"
	}
	return text
}

// root returns what a root field found.
func (l *Reading) root(root *plan.Root) string {
	switch {
	case root.Err != nil:
		return code(root.Err)
	case root.Search != nil:
		return l.one(l.Search(root.Search))
	case root.Node != nil:
		return l.several(l.List(root))
	case root.Call != nil:
		return value(l.CallPath(root.Call))
	}
	switch root.Field.RootKind {
	case mapping.RootMe:
		return l.one(l.Me())
	case mapping.RootAccounts:
		return l.several(l.Accounts())
	case mapping.RootFacebookPages:
		return l.several(l.FacebookPages())
	}
	nodes, errs := l.Root(root)
	each := make([]string, len(nodes))
	for i, e := range nodes {
		each[i] = l.one(e, errs[i])
	}
	return strings.Join(each, ", ")
}

// value tells of the answer of a call that is no node.
func value(v any, err error) string {
	switch {
	case err != nil:
		return code(err)
	case v == nil:
		return "null"
	}
	return "a " + reflect.TypeOf(v).Elem().Name()
}

// one writes a node, or the error in its place.
func (l *Reading) one(e entity.Entity, err error) string {
	switch {
	case err != nil:
		return code(err)
	case e == nil:
		return "null"
	}
	return entity.IDOf(e) + " " + l.shape(e)
}

// several writes nodes, and the errors of those that were lost.
func (l *Reading) several(nodes []entity.Entity, err error) string {
	lost := loader.Lost(err)
	if err != nil && lost == nil {
		return code(err)
	}
	var each []string
	for _, e := range nodes {
		each = append(each, l.one(e, nil))
	}
	for _, err := range lost {
		each = append(each, "lost: "+code(err))
	}
	if len(each) == 0 {
		return "none"
	}
	return strings.Join(each, ", ")
}

// shape writes what came of a node.
func (l *Reading) shape(e entity.Entity) string {
	base := e.EntityBase()
	if base.Plan == nil {
		return "{}"
	}
	var parts []string
	for _, name := range slices.Sorted(slices.Values(base.Plan.Names)) {
		switch {
		case l.Fault(e, name) != nil:
			name += ": odd"
		default:
			value := valueOf(e, name)
			if value == "" {
				name += ": null"
			} else {
				l.Values[base.GraphID+"."+name] = value
			}
		}
		parts = append(parts, name)
	}
	for _, name := range slices.Sorted(maps.Keys(base.Plan.Refused)) {
		if edge := base.Plan.Edge(name); edge == nil {
			parts = append(parts, word(name)+": "+code(base.Plan.Refused[name]))
		}
	}
	for _, o := range base.Plan.Objects {
		if inner := model.Entities.Object(e, o.Name); inner != nil {
			parts = append(parts, o.Name+l.shape(inner))
		} else {
			parts = append(parts, o.Name+": null")
		}
	}
	for _, o := range base.Plan.References {
		parts = append(parts, "→"+o.Name+" "+l.one(l.Reference(e, o.Name)))
	}
	edges := slices.Clone(base.Plan.Edges) // those that are read apart come in any order
	slices.SortFunc(edges, func(a, b *expansion.Edge) int { return strings.Compare(a.Key, b.Key) })
	for _, edge := range edges {
		page, err := l.Page(base, edge)
		parts = append(parts, edge.Name+l.pageShape(page, err))
	}
	return "{" + strings.Join(parts, " ") + "}"
}

// word returns the name of an edge by its key, without the edge's parameters.
func word(key string) string {
	name, _, _ := strings.Cut(key, "(")
	name, _, _ = strings.Cut(name, ".")
	return name
}

// pageShape writes what came of an edge.
func (l *Reading) pageShape(page *entity.Page, err error) string {
	switch {
	case err != nil:
		return ": " + code(err)
	case page == nil:
		return ": none"
	}
	var items []string
	times := 0
	for i, item := range page.Items {
		text := l.itemShape(item)
		times++
		if i+1 < len(page.Items) && l.itemShape(page.Items[i+1]) == text {
			continue
		}
		if times > 1 {
			text = fmt.Sprint(times, "×", text)
		}
		items, times = append(items, text), 0
	}
	text := fmt.Sprint("[", len(page.Items))
	if len(items) > 0 {
		text += ": " + strings.Join(items, " ")
	}
	for _, refused := range page.Refused {
		text += fmt.Sprint(" without ", strings.Join(refused.Metrics, ","), ": ", code(refused.Cause))
	}
	if page.Broken != nil {
		text += " broken: " + code(page.Broken)
	}
	if page.Next {
		text += " …"
	}
	return text + "]"
}

// itemShape writes what came of an item: a node, or the name of a value that has one.
func (l *Reading) itemShape(item any) string {
	switch item := item.(type) {
	case entity.Entity:
		return l.shape(item)
	case error:
		return code(item)
	}
	v := reflect.ValueOf(item).Elem()
	if name := v.FieldByName("Name"); name.IsValid() && name.Kind() == reflect.Pointer && !name.IsNil() {
		return fmt.Sprint(name.Elem())
	}
	return v.Type().Name()
}

// valueOf writes a node's value of a Graph API field; empty for none.
func valueOf(e entity.Entity, name string) string {
	v := reflect.ValueOf(e).Elem()
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("graphapi"), ","); tag == name {
			if v.Field(i).IsZero() {
				return ""
			}
			text, err := json.Marshal(v.Field(i).Interface())
			if err != nil {
				return err.Error()
			}
			return string(text)
		}
	}
	return "?" // no field of the model's own
}

// code writes an error.
func code(err error) string {
	if errors.Is(err, repair.ErrLeftOut) {
		return "left out"
	}
	if refusal, ok := errors.AsType[*graphapi.Error](err); ok {
		if refusal.Subcode != 0 {
			return fmt.Sprintf("#%d/%d", refusal.Code, refusal.Subcode)
		}
		return fmt.Sprintf("#%d", refusal.Code)
	}
	if shown, ok := errors.AsType[problem.Problem](err); ok {
		return shown.Code()
	}
	return err.Error()
}
