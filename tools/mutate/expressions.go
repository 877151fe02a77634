package main

import (
	"go/ast"
	"go/token"
)

var (
	// opposites turn a comparison into its contrary.
	opposites = map[token.Token]token.Token{
		token.EQL: token.NEQ, token.NEQ: token.EQL,
		token.LSS: token.GEQ, token.GEQ: token.LSS,
		token.GTR: token.LEQ, token.LEQ: token.GTR,
	}
	// neighbours turn an operator into the one it is mistaken for.
	neighbours = map[token.Token]token.Token{
		token.EQL: token.NEQ, token.NEQ: token.EQL,
		token.LSS: token.LEQ, token.LEQ: token.LSS,
		token.GTR: token.GEQ, token.GEQ: token.GTR,
		token.LAND: token.LOR, token.LOR: token.LAND,
		token.ADD: token.SUB, token.SUB: token.ADD,
		token.MUL: token.QUO, token.QUO: token.MUL,
	}
)

// negate adds the mutant in which a condition is its contrary.
func (c *collector) negate(e ast.Expr) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		c.negate(e.X)
		return
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			c.replace(e.Pos(), e.X.Pos(), "")
			return
		}
	case *ast.BinaryExpr:
		if opposite, ok := opposites[e.Op]; ok {
			c.operator(e, opposite)
			return
		}
	case *ast.Ident:
		switch e.Name {
		case "true":
			c.replace(e.Pos(), e.End(), "false")
			return
		case "false":
			c.replace(e.Pos(), e.End(), "true")
			return
		}
	}
	c.replace(e.Pos(), e.End(), "!("+c.source(e)+")")
}

// negateCases negates each case of a switch without a tag.
func (c *collector) negateCases(body *ast.BlockStmt) {
	for _, clause := range body.List {
		for _, condition := range clause.(*ast.CaseClause).List {
			c.negate(condition)
		}
	}
}

// operate adds the mutants of an operator: its neighbour in its place, and for one of
// logic each of its conditions negated.
func (c *collector) operate(e *ast.BinaryExpr) {
	if neighbour, ok := neighbours[e.Op]; ok && !joinsText(e) {
		c.operator(e, neighbour)
	}
	if e.Op != token.LAND && e.Op != token.LOR {
		return
	}
	for _, operand := range []ast.Expr{e.X, e.Y} {
		if b, ok := operand.(*ast.BinaryExpr); !ok || opposites[b.Op] != token.ILLEGAL {
			c.negate(operand)
		}
	}
}

// operator adds the mutant that has another operator.
func (c *collector) operator(e *ast.BinaryExpr, other token.Token) {
	c.replace(e.OpPos, e.OpPos+token.Pos(len(e.Op.String())), other.String())
}

// joinsText reports whether an expression is known to be a text, which has no other
// operator than +.
func joinsText(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return e.Kind == token.STRING
	case *ast.BinaryExpr:
		return e.Op == token.ADD && (joinsText(e.X) || joinsText(e.Y))
	}
	return false
}
