package syntax

import "github.com/vektah/gqlparser/v2/ast"

func (p *parser) selectionSet() (set ast.SelectionSet) {
	p.within(func() {
		p.some("{", "}", func() { set = append(set, p.selection()) })
	})
	return set
}

func (p *parser) selection() ast.Selection {
	if p.is(spread) {
		return p.spread()
	}
	first := p.expect(name)
	field := &ast.Field{Position: first.at, Alias: first.value, Name: first.value}
	if p.take(":") {
		field.Name = p.expect(name).value
	}
	field.Arguments = p.arguments(false)
	field.Directives = p.directives(false)
	if p.is("{") {
		field.SelectionSet = p.selectionSet()
	}
	return field
}

// spread reads the spread of a fragment, or one without a name.
func (p *parser) spread() ast.Selection {
	at := p.expect(spread).at
	conditional := p.isKeyword("on")
	if p.is(name) && !conditional {
		named := p.fragmentName()
		return &ast.FragmentSpread{Position: at, Name: named, Directives: p.directives(false)}
	}
	fragment := &ast.InlineFragment{Position: at}
	if conditional {
		p.advance()
		fragment.TypeCondition = p.expect(name).value
	}
	fragment.Directives = p.directives(false)
	fragment.SelectionSet = p.selectionSet()
	return fragment
}

func (p *parser) arguments(constant bool) (list ast.ArgumentList) {
	if !p.is("(") {
		return nil
	}
	p.some("(", ")", func() {
		named := p.expect(name)
		p.expect(":")
		list = append(list, &ast.Argument{Position: named.at, Name: named.value, Value: p.value(constant)})
	})
	return list
}

func (p *parser) directives(constant bool) (list ast.DirectiveList) {
	for p.is("@") {
		at := p.advance().at
		named := p.expect(name)
		list = append(list, &ast.Directive{Position: at, Name: named.value, Arguments: p.arguments(constant)})
	}
	return list
}
