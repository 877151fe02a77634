package syntax

import "github.com/vektah/gqlparser/v2/ast"

// literals are the kinds of values that are one token.
var literals = map[kind]ast.ValueKind{
	intValue: ast.IntValue, floatValue: ast.FloatValue, stringValue: ast.StringValue, blockString: ast.BlockValue,
}

// value reads a literal, or a variable where it need not be constant.
func (p *parser) value(constant bool) *ast.Value {
	start := p.token
	value := &ast.Value{Position: start.at, Raw: start.value}
	switch start.kind {
	case "[":
		value.Kind = ast.ListValue
		p.within(func() {
			p.any("[", "]", func() {
				item := p.value(constant)
				value.Children = append(value.Children, &ast.ChildValue{Position: item.Position, Value: item})
			})
		})
	case "{":
		value.Kind = ast.ObjectValue
		p.within(func() {
			p.any("{", "}", func() { value.Children = append(value.Children, p.objectField(constant)) })
		})
	case "$":
		p.advance()
		if constant {
			p.fail(start, "Unexpected variable in a constant value.")
		}
		value.Kind, value.Raw = ast.Variable, p.expect(name).value
	case name:
		value.Kind = nameKind(p.advance().value)
	default:
		known, ok := literals[start.kind]
		if !ok {
			p.unexpected(start)
		}
		value.Kind = known
		p.advance()
	}
	return value
}

func nameKind(word string) ast.ValueKind {
	switch word {
	case "true", "false":
		return ast.BooleanValue
	case "null":
		return ast.NullValue
	}
	return ast.EnumValue
}

func (p *parser) objectField(constant bool) *ast.ChildValue {
	named := p.expect(name)
	p.expect(":")
	return &ast.ChildValue{Position: named.at, Name: named.value, Value: p.value(constant)}
}
