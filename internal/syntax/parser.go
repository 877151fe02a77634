// Package syntax reads the text of GraphQL documents into gqlparser's tree, with
// each node at the place of its first token. gqlparser's own parser says other
// places of fragments, directives, strings and what follows them, and takes numbers,
// escapes and variables that the specification does not allow.
//
// lexer.go and text.go read tokens, parser.go, selection.go and value.go what they
// form; mutates.go tells mutations in any text; place.go finds the names within a node, which the tree has no places of.
//
// Source: GraphQL specification, September 2025, section 2, Language; words of
// errors as in graphql-js.
package syntax

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Parse reads a document of operations and fragments.
func Parse(text string) (document *ast.QueryDocument, err *gqlerror.Error) {
	defer func() {
		if cause := recover(); cause != nil {
			failed, ok := cause.(failure)
			if !ok {
				panic(cause)
			}
			document, err = nil, failed.err
		}
	}()
	p := &parser{lexer: newLexer(text)}
	p.advance()
	return p.document(), nil
}

func newLexer(text string) *lexer {
	return &lexer{source: &ast.Source{Input: text}, text: text, line: 1, column: 1}
}

// parser reads what the tokens form. It ends with a failure at the first that does
// not fit.
type parser struct {
	lexer *lexer
	token token // the next one
	depth int
}

func (p *parser) advance() token {
	read := p.token
	p.token = p.lexer.next()
	return read
}

func (p *parser) is(k kind) bool { return p.token.kind == k }

func (p *parser) isKeyword(word string) bool { return p.token.kind == name && p.token.value == word }

// take reads a token of a kind if there is one.
func (p *parser) take(k kind) bool {
	if !p.is(k) {
		return false
	}
	p.advance()
	return true
}

func (p *parser) expect(k kind) token {
	if !p.is(k) {
		p.fail(p.token, "Expected %s, found %s.", token{kind: k}.expected(), p.token)
	}
	return p.advance()
}

func (t token) expected() string {
	if t.kind == name {
		return string(name)
	}
	return t.String()
}

func (p *parser) expectKeyword(word string) {
	if !p.isKeyword(word) {
		p.fail(p.token, "Expected %q, found %s.", word, p.token)
	}
	p.advance()
}

func (p *parser) unexpected(t token) { p.fail(t, "Unexpected %s.", t) }

func (p *parser) fail(t token, format string, args ...any) {
	panic(failure{gqlerror.ErrorPosf(t.at, "Syntax Error: "+format, args...)})
}

// maxDepth is how deep selections, values and types may be within each other.
const maxDepth = 1000

// within reads something that may be within itself.
func (p *parser) within(read func()) {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.token, "The document is nested deeper than %d levels.", maxDepth)
	}
	read()
	p.depth--
}

// some reads one or more things between two signs, any none or more.
func (p *parser) some(first, last kind, read func()) {
	p.expect(first)
	for read(); !p.take(last); {
		read()
	}
}

func (p *parser) any(first, last kind, read func()) {
	p.expect(first)
	for !p.take(last) {
		read()
	}
}

func (p *parser) document() *ast.QueryDocument {
	document := &ast.QueryDocument{Position: p.token.at}
	for {
		p.definition(document)
		if p.is(end) {
			return document
		}
	}
}

// definition reads an operation or a fragment.
func (p *parser) definition(document *ast.QueryDocument) {
	start := p.token
	description := p.description()
	if p.is("{") {
		if description != nil {
			p.fail(start, "Unexpected description, only operations that are named so and fragments have one.")
		}
		document.Operations = append(document.Operations, &ast.OperationDefinition{
			Operation: ast.Query, Position: start.at, SelectionSet: p.selectionSet(),
		})
		return
	}
	if !p.is(name) {
		p.unexpected(p.token)
	}
	switch p.token.value {
	case "query", "mutation", "subscription":
		operation := p.operation()
		operation.Position = start.at
		if description != nil {
			operation.Description = *description
		}
		document.Operations = append(document.Operations, operation)
	case "fragment":
		fragment := p.fragment()
		fragment.Position = start.at
		if description != nil {
			fragment.Description = *description
		}
		document.Fragments = append(document.Fragments, fragment)
	case "schema", "scalar", "type", "interface", "union", "enum", "input", "directive", "extend":
		p.fail(start, "The %q definition is not executable.", p.token.value)
	default:
		if description != nil {
			p.fail(start, "Unexpected description, only operations and fragments have one.")
		}
		p.unexpected(p.token)
	}
}

// description reads the text before a definition; nil for none.
func (p *parser) description() *string {
	if !p.is(stringValue) && !p.is(blockString) {
		return nil
	}
	return new(p.advance().value)
}

func (p *parser) operation() *ast.OperationDefinition {
	operation := &ast.OperationDefinition{Operation: ast.Operation(p.advance().value)}
	if p.is(name) {
		operation.Name = p.advance().value
	}
	if p.is("(") {
		p.some("(", ")", func() {
			operation.VariableDefinitions = append(operation.VariableDefinitions, p.variableDefinition())
		})
	}
	operation.Directives = p.directives(false)
	operation.SelectionSet = p.selectionSet()
	return operation
}

func (p *parser) variableDefinition() *ast.VariableDefinition {
	definition := &ast.VariableDefinition{Position: p.token.at}
	if description := p.description(); description != nil {
		definition.Description = *description
	}
	p.expect("$")
	definition.Variable = p.expect(name).value
	p.expect(":")
	definition.Type = p.typeReference()
	if p.take("=") {
		definition.DefaultValue = p.value(true)
	}
	definition.Directives = p.directives(true)
	return definition
}

func (p *parser) typeReference() *ast.Type {
	t := &ast.Type{Position: p.token.at}
	if p.take("[") {
		p.within(func() { t.Elem = p.typeReference() })
		p.expect("]")
	} else {
		t.NamedType = p.expect(name).value
	}
	t.NonNull = p.take("!")
	return t
}

func (p *parser) fragment() *ast.FragmentDefinition {
	p.expectKeyword("fragment")
	fragment := &ast.FragmentDefinition{Name: p.fragmentName()}
	p.expectKeyword("on")
	fragment.TypeCondition = p.expect(name).value
	fragment.Directives = p.directives(false)
	fragment.SelectionSet = p.selectionSet()
	return fragment
}

func (p *parser) fragmentName() string {
	if p.isKeyword("on") {
		p.unexpected(p.token)
	}
	return p.expect(name).value
}
