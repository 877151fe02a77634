package main

import (
	"go/ast"
	"go/token"
)

// collector finds the mutants of one file.
type collector struct {
	file     source
	fset     *token.FileSet
	function string
	mutants  []mutant
	// seen are the edits that there are already: two ways lead to some.
	seen map[edit]bool
}

// declare finds the mutants of one declaration.
func (c *collector) declare(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Body != nil {
			c.function = functionName(d)
			c.walk(d.Body, d.Type.Results)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			if values, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
				c.function = "var " + values.Names[0].Name
				for _, value := range values.Values {
					c.walk(value, nil)
				}
			}
		}
	}
}

// functionName returns a function's name, with the type of a method before it.
func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	switch generic := receiver.(type) {
	case *ast.IndexExpr:
		receiver = generic.X
	case *ast.IndexListExpr:
		receiver = generic.X
	}
	if name, ok := receiver.(*ast.Ident); ok {
		return name.Name + "." + d.Name.Name
	}
	return d.Name.Name
}

// walk finds the mutants below a node of a function with these results.
func (c *collector) walk(root ast.Node, results *ast.FieldList) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			c.walk(n.Body, n.Type.Results)
			return false
		case *ast.IfStmt:
			c.negate(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				c.negate(n.Cond)
			}
		case *ast.SwitchStmt:
			if n.Tag == nil {
				c.negateCases(n.Body)
			}
		case *ast.BinaryExpr:
			c.operate(n)
		case *ast.ExprStmt:
			c.drop(n)
		case *ast.DeferStmt:
			c.drop(n)
		case *ast.IncDecStmt:
			c.drop(n)
		case *ast.AssignStmt:
			c.forget(n)
		case *ast.CompositeLit:
			c.leaveOut(n)
		case *ast.ReturnStmt:
			c.swapResults(n, results)
		}
		return true
	})
}

// replace adds the mutant that has a text between two positions.
func (c *collector) replace(from, to token.Pos, text string) {
	e := edit{start: c.offset(from), end: c.offset(to), text: text}
	if c.seen[e] {
		return
	}
	c.seen[e] = true
	before, after := e.lines(c.file.text)
	c.mutants = append(c.mutants, mutant{
		edit: e, file: c.file.name, line: c.fset.Position(from).Line, function: c.function, before: before, after: after,
	})
}

func (c *collector) offset(p token.Pos) int { return c.fset.Position(p).Offset }

// source returns the text of a node.
func (c *collector) source(n ast.Node) string {
	return string(c.file.text[c.offset(n.Pos()):c.offset(n.End())])
}
