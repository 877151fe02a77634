package introspection

import "github.com/vektah/gqlparser/v2/ast"

// weightOfField is what a field of an answer weighs beside its name and its text: about the
// work of resolving it, in bytes.
const weightOfField = 20

// Weight returns about how many bytes of what the schema says of itself answer a valid
// document, all its operations together; a number above most if there are more than
// most. To weigh takes no longer than to resolve so many bytes.
func Weight(schema *ast.Schema, document *ast.QueryDocument, most int) int {
	w := &scales{schema: schema, most: most, known: map[place]int{}}
	total := 0
	for _, operation := range document.Operations {
		total = w.sum(total, w.root(operation.SelectionSet))
	}
	return total
}

// IsRootField reports whether a field of the query type asks what the schema says of
// itself.
func IsRootField(name string) bool { return name == "__schema" || name == "__type" }

// scales weigh what is selected of each type, field and argument once, however often
// it is selected: types lead back to types, and fragments to fragments.
type scales struct {
	schema *ast.Schema
	most   int
	known  map[place]int
	// weighed is how many selections were weighed.
	weighed int
}

// place is a selection set, and the type, field or argument that it selects from.
type place struct {
	set *ast.Selection
	of  any
}

// sum adds weights until there is too much.
func (w *scales) sum(a, b int) int { return min(a+b, w.most+1) }

// root weighs __schema and __type among the root fields of an operation.
func (w *scales) root(set ast.SelectionSet) int {
	total := 0
	eachField(set, func(field *ast.Field) {
		switch field.Name {
		case "__schema":
			total = w.sum(total, w.schemaOf(field))
		case "__type":
			total = w.sum(total, w.typeOf(field))
		}
	})
	return total
}

func (w *scales) schemaOf(field *ast.Field) int {
	return weightOfField + w.set(field.SelectionSet, w.schema, Of(w.schema).part)
}

// typeOf weighs a type by its name, or the heaviest of all if a variable names it.
func (w *scales) typeOf(field *ast.Field) int {
	name := field.Arguments.ForName("name")
	if name != nil && name.Value.Kind != ast.Variable {
		return weightOfField + w.types(field.SelectionSet, Named(w.schema, name.Value.Raw))
	}
	heaviest := 0
	for _, t := range Of(w.schema).Types() {
		heaviest = max(heaviest, w.types(field.SelectionSet, &t))
	}
	return weightOfField + heaviest
}

// set weighs what a selection set selects from a type, field or argument.
func (w *scales) set(set ast.SelectionSet, of any, partOf func(name string) part) int {
	if len(set) == 0 {
		return 0
	}
	if w.weighed*weightOfField > w.most {
		return w.most + 1
	}
	at := place{&set[0], of}
	if known, ok := w.known[at]; ok {
		return known
	}
	total := 0
	eachField(set, func(field *ast.Field) {
		w.weighed++
		total = w.sum(total, weightOfField+len(field.Alias)+w.part(field.SelectionSet, partOf(field.Name)))
	})
	w.known[at] = total
	return total
}

func (w *scales) part(set ast.SelectionSet, p part) int {
	total := p.text
	for i := range p.types {
		total = w.sum(total, w.types(set, &p.types[i]))
	}
	for i := range p.fields {
		total = w.sum(total, w.set(set, p.fields[i].def, p.fields[i].part))
	}
	for i := range p.inputs {
		total = w.sum(total, w.set(set, p.inputs[i].of, p.inputs[i].part))
	}
	for i := range p.values {
		total = w.sum(total, w.set(set, p.values[i].def, p.values[i].part))
	}
	for i := range p.others {
		total = w.sum(total, w.set(set, p.others[i].def, p.others[i].part))
	}
	return total
}

func (w *scales) types(set ast.SelectionSet, t *Type) int {
	if t == nil {
		return 0
	}
	var of any = t.def
	if t.wrapped != nil {
		of = t.wrapped.String()
	}
	return w.set(set, of, t.part)
}

// eachField calls do with each field of a selection, its fragments spread.
func eachField(set ast.SelectionSet, do func(*ast.Field)) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			do(s)
		case *ast.InlineFragment:
			eachField(s.SelectionSet, do)
		case *ast.FragmentSpread:
			eachField(s.Definition.SelectionSet, do)
		}
	}
}
