package mapping

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/gramql/gramql/internal/dialect"
)

// Write is what a mutation is in the Graph API: one call that changes something.
type Write struct {
	// Method is POST or DELETE.
	Method string
	// Path is the call's, with fields of the input in braces: "/{mediaId}/comments".
	Path string
	// Inputs are the fields of the input. Those that are not in the path are parameters.
	Inputs []Input
	// Payload is the name of the type that the mutation returns.
	Payload string
	// Results are the fields of the payload, by their names.
	Results map[string]*Result
}

// Input is a field of a mutation's input.
type Input struct {
	Param
	// Types are those that the node can have whose id an ID is; Of is the only one.
	Types []*Type
	// Fields are those of a Composite, of Content and of ProductTags.
	Fields []Input
	// Many reports that the value is a list.
	Many bool
	// MaxBytes is how many bytes a text may have in UTF-8; 0 where its characters are counted.
	MaxBytes int
	// Keeps reports that a write without a value sends the one that the node in its path has,
	// and Clears that a value of null takes that away.
	Keeps, Clears bool
}

// AccountInput is the field of each input that chooses the account; without a value it is
// the token's own.
const AccountInput = "accountId"

// ByAccount reports whether the path of the call begins with the account.
func (w *Write) ByAccount() bool { return strings.HasPrefix(w.Path, "/{"+AccountInput+"}") }

// Deletes returns the field of the input that names the node which the write deletes; nil for
// a write that deletes none.
func (w *Write) Deletes() *Input {
	if w.Method != http.MethodDelete || strings.Count(w.Path, "/") > 1 {
		return nil
	}
	return w.Input(strings.Trim(w.Path, "/{}"))
}

// Deletable returns how many types of nodes can be deleted with a login type.
func (m *Mapping) Deletable(login dialect.Login) (types int) {
	for _, f := range m.types["Mutation"].Fields {
		if f.Write != nil && f.Write.Deletes() != nil && f.SupportedBy(login) {
			types++
		}
	}
	return types
}

// Input returns the field of the input with a name; nil for none.
func (w *Write) Input(name string) *Input {
	if i := slices.IndexFunc(w.Inputs, func(p Input) bool { return p.Argument == name }); i >= 0 {
		return &w.Inputs[i]
	}
	return nil
}

// InPath reports whether a field of the input is in the path of the call.
func (w *Write) InPath(name string) bool { return strings.Contains(w.Path, "{"+name+"}") }

// Result is what a field of a mutation's payload is.
type Result struct {
	Name string
	// Created reports that the field is the node that the write creates, or is about it.
	Created bool
	// Of is the type of the node that the write creates; nil where the field is not about it.
	Of *Type
	// Behind is the field of the created node that leads to the node; nil for that node.
	Behind *Field
	// On is the connection in which the created node is one of the first; nil for a field
	// that is no edge of one. Given then names the node that has the connection.
	On *Field
	// Given is the field of the input that has the value, or the id of the node.
	Given string
	// Member is the member of the answer that has the value.
	Member string
	// Finder is the field of the account that is read, with what is Given.
	Finder *Field
	// Types are those that the node can have; none for a value, whose Scalar is its type
	// in Go.
	Types  []*Type
	Scalar string
}

// write reads what a mutation is in the Graph API. One without @write is this program's own.
func (r *reader) write(f *Field, fd *ast.FieldDefinition) {
	f.Kind = Root
	directive := fd.Directives.ForName("write")
	if directive == nil {
		return
	}
	f.RootKind = RootWrite
	w := &Write{Method: argument(directive, "method"), Path: argument(directive, "path"), Results: map[string]*Result{}}
	f.Write = w
	if w.Method != http.MethodPost && w.Method != http.MethodDelete || !strings.HasPrefix(w.Path, "/{") {
		r.fault(f.Coordinate(), "@write has neither POST nor DELETE, or a path that does not begin with a node")
	}
	input, payload := fd.Arguments.ForName("input"), r.schema.Types[fd.Type.Name()]
	if input == nil || len(fd.Arguments) > 1 || !strings.HasSuffix(payload.Name, payloadSuffix) || fd.Type.NonNull {
		r.fault(f.Coordinate(), "@write is on a field without one input, or without a payload that can be null")
		return
	}
	for _, field := range r.schema.Types[input.Type.Name()].Fields {
		w.Inputs = append(w.Inputs, r.input(f, field))
	}
	for part := range strings.SplitSeq(w.Path, "/") {
		name, ok := strings.CutPrefix(part, "{")
		if name = strings.TrimSuffix(name, "}"); ok && (w.Input(name) == nil || w.Input(name).Type != ID) {
			r.fault(f.Coordinate(), "@write(path: %q) names %s, which is no id in the input", w.Path, name)
		}
	}
	if w.Input(AccountInput) == nil {
		r.fault(f.Coordinate(), "the input of @write has no %s", AccountInput)
	}
	w.Payload = payload.Name
	for _, field := range payload.Fields {
		w.Results[field.Name] = r.result(f, field)
	}
}

// input reads a field of an input.
func (r *reader) input(of *Field, fd *ast.FieldDefinition) Input {
	in := Input{Param: r.param(of, fd.Name, fd.Type, fd.Directives), Many: fd.Type.Elem != nil}
	directive := fd.Directives.ForName("param")
	in.Keeps, in.Clears = argument(directive, "keeps") == "true", argument(directive, "clears") == "true"
	switch in.Type {
	case ID:
		in.Types = r.of(of, fd.Directives)
	case Text:
		in.MaxBytes, _ = strconv.Atoi(argument(directive, "maxBytes"))
	case Composite, Content, ProductTags:
		for _, field := range r.schema.Types[fd.Type.Name()].Fields {
			in.Fields = append(in.Fields, r.input(of, field))
		}
	}
	return in
}

// payloadSuffix ends the names of the types that mutations return.
const payloadSuffix = "Payload"

// result reads what a field of a mutation's payload is.
func (r *reader) result(of *Field, fd *ast.FieldDefinition) *Result {
	coordinate, directive := fd.Type.Name()+" in the payload of "+of.Coordinate(), fd.Directives.ForName("result")
	result := &Result{Name: fd.Name}
	if directive == nil || fd.Type.NonNull {
		r.fault(coordinate, "a field without @result, or one that can't be null")
		return result
	}
	result.Created, result.Given, result.Member = argument(directive, "created") == "true", argument(directive, "given"), argument(directive, "member")
	if on := argument(directive, "on"); on != "" {
		result.On = r.field(coordinate, on)
	}
	if finder := argument(directive, "reads"); finder != "" {
		result.Finder = r.field(coordinate, finder)
	}
	switch def := r.schema.Types[fd.Type.Name()]; {
	case strings.HasSuffix(def.Name, "Edge"):
		result.Types = append(result.Types, r.mapping.types[strings.TrimSuffix(def.Name, "Edge")])
	case def.Kind == ast.Interface && result.Given != "":
		if input := of.Write.Input(result.Given); input != nil {
			result.Types = input.Types
		}
	case r.mapping.types[def.Name] != nil:
		result.Types = append(result.Types, r.mapping.types[def.Name])
	case def.Name == "Boolean":
		result.Scalar = "bool"
	default:
		result.Scalar = "string"
	}
	if behind := argument(directive, "behind"); behind != "" {
		result.Behind = r.field(coordinate, behind)
	}
	switch {
	case result.Behind != nil:
		result.Of = result.Behind.parent
	case result.Created && len(result.Types) == 1:
		result.Of = result.Types[0]
	}
	if result.Given != "" && of.Write.Input(result.Given) == nil {
		r.fault(coordinate, "@result(given: %q) is no field of the input", result.Given)
	}
	if !result.Created && result.Behind == nil && result.Given == "" && result.Member == "" || result.Created && result.Of == nil {
		r.fault(coordinate, "@result says too little")
	}
	return result
}

// field returns the field with a schema coordinate. Types that are read later have none yet,
// so it is read where all are known.
func (r *reader) field(of, coordinate string) *Field {
	object, name, _ := strings.Cut(coordinate, ".")
	if t := r.mapping.types[object]; t != nil && t.Fields[name] != nil {
		return t.Fields[name]
	}
	r.fault(of, "%s is no field of a type of the Graph API", coordinate)
	return nil
}
