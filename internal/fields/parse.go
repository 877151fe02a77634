package fields

// The limits of Parse, far beyond any sensible expansion, so that no text can cost
// much.
const (
	MaxLength = 64 << 10 // bytes of text
	MaxDepth  = 32       // levels of braces
)

// Parse reads a field expansion. An empty text is an empty list. The error is an
// *Error.
//
// Besides the documented form it takes what Meta's servers accept: white space
// between words, parameters after the braces, .fields(a,b) for {a,b}, and
// superfluous commas.
func Parse(text string) (List, error) {
	if len(text) > MaxLength {
		return nil, &Error{MaxLength, "Syntax error \"field expansion too long\""}
	}
	p := &parser{lexer: lexer{text: text}}
	p.advance()
	list := p.list(1)
	if p.err == nil && p.token.kind != end {
		p.unexpected()
	}
	if p.err != nil {
		return nil, p.err
	}
	return list, nil
}

// parser keeps its first error and then sees only the end of the text, so that the
// grammar below needs no error checks.
type parser struct {
	lexer lexer
	token token
	err   error
}

func (p *parser) advance() {
	if p.err == nil {
		p.token, p.err = p.lexer.next()
	}
	if p.err != nil {
		p.token = token{kind: end}
	}
}

func (p *parser) fail(pos int, message string) {
	if p.err == nil {
		p.err = &Error{pos, message}
	}
	p.token = token{kind: end}
}

func (p *parser) unexpected() {
	if p.token.kind == end {
		p.fail(p.token.pos, "Syntax error \"unexpected end of string\"")
		return
	}
	p.fail(p.token.pos, "Syntax error \"unexpected "+p.token.text+"\"")
}

// list reads items between commas up to a closing brace or the end.
func (p *parser) list(depth int) List {
	if depth > MaxDepth {
		p.fail(p.token.pos, "Syntax error \"nested too deep\"")
		return nil
	}
	list := List{}
	for p.token.kind == name || p.token.kind == comma {
		if p.token.kind == comma {
			p.advance()
			continue
		}
		list = append(list, p.field(depth))
		if p.token.kind != comma {
			break
		}
	}
	return list
}

// field reads one name, its parameters and its braces.
func (p *parser) field(depth int) Field {
	f := Field{Name: p.token.text}
	p.advance()
	p.params(&f, depth)
	if p.token.kind == open {
		p.advance()
		f.Fields = append(f.Fields, p.list(depth+1)...)
		if p.token.kind != closed {
			p.unexpected()
		}
		p.advance()
		p.params(&f, depth)
	}
	return f
}

// params reads any number of .name(value).
func (p *parser) params(f *Field, depth int) {
	for p.token.kind == dot {
		p.advance()
		param := Param{Name: p.token.text}
		if p.token.kind != name {
			p.unexpected()
		}
		p.advance()
		if p.token.kind != value {
			p.unexpected()
		}
		param.Value = p.token.text
		at := p.token.pos
		p.advance()
		if param.Name == "fields" {
			f.Fields = append(f.Fields, p.older(param.Value, at, depth)...)
			continue
		}
		f.Params = append(f.Params, param)
	}
}

// older reads the list of the older spelling .fields(a,b).
func (p *parser) older(text string, at, depth int) List {
	inner := &parser{lexer: lexer{text: text}}
	inner.advance()
	list := inner.list(depth + 1)
	if inner.err == nil && inner.token.kind != end {
		inner.unexpected()
	}
	if inner.err != nil {
		p.fail(at, "Syntax error \"malformed fields()\"")
	}
	return list
}
