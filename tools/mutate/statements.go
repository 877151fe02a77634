package main

import (
	"go/ast"
	"go/token"
	"strings"
)

// drop adds the mutant without a statement: a call, a deferred call, or a count.
func (c *collector) drop(s ast.Stmt) {
	if e, ok := s.(*ast.ExprStmt); ok {
		if _, ok := e.X.(*ast.CallExpr); !ok {
			return
		}
	}
	c.replace(s.Pos(), s.End(), "")
}

// forget adds the mutant in which a value is worked out and not assigned.
func (c *collector) forget(s *ast.AssignStmt) {
	if s.Tok == token.DEFINE || len(s.Rhs) != 1 && len(s.Rhs) != len(s.Lhs) {
		return
	}
	for _, value := range s.Rhs {
		if isName(value, "nil") { // which cannot be assigned to nothing
			c.replace(s.Pos(), s.End(), "")
			return
		}
	}
	for _, target := range s.Lhs {
		if !isName(target, "_") {
			c.replace(s.Pos(), s.Rhs[0].Pos(), strings.Repeat("_, ", len(s.Lhs)-1)+"_ = ")
			return
		}
	}
}

// leaveOut adds a mutant for each named field of a literal, without that field.
func (c *collector) leaveOut(literal *ast.CompositeLit) {
	for i, element := range literal.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if _, ok := field.Key.(*ast.Ident); !ok {
			continue
		}
		next := literal.Rbrace
		if i+1 < len(literal.Elts) {
			next = literal.Elts[i+1].Pos()
		}
		end := field.End()
		if comma := strings.IndexByte(string(c.file.text[c.offset(end):c.offset(next)]), ','); comma >= 0 {
			end += token.Pos(comma + 1)
		}
		c.replace(field.Pos(), end, "")
	}
}

// swapResults adds the mutants of a return: each error kept back, each boolean its
// contrary.
func (c *collector) swapResults(s *ast.ReturnStmt, results *ast.FieldList) {
	var types []ast.Expr
	if results != nil {
		for _, field := range results.List {
			for range max(1, len(field.Names)) {
				types = append(types, field.Type)
			}
		}
	}
	if len(types) != len(s.Results) {
		return
	}
	for i, value := range s.Results {
		switch {
		case isName(types[i], "bool"):
			c.negate(value)
		case isName(types[i], "error") && !isName(value, "nil"):
			c.replace(value.Pos(), value.End(), "nil")
		}
	}
}

func isName(e ast.Expr, name string) bool {
	i, ok := e.(*ast.Ident)
	return ok && i.Name == name
}
