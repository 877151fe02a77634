package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const generated = "graph/generated/*.generated.go"

// writeDirect gives each field that is a scalar in its model a short cut: if no
// middleware has anything to do for it, gqlgen's contexts, closures and recovery
// cost more than everything else that is done for the field.
func writeDirect() error {
	files, err := filepath.Glob(generated)
	if err != nil {
		return err
	}
	written := 0
	for _, file := range files {
		source, err := os.ReadFile(file) //nolint:gosec // gqlgen has just written it
		if err != nil {
			return err
		}
		short, n, err := direct(source)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		written += n
		if err := os.WriteFile(file, short, 0o644); err != nil { //nolint:gosec // source, for everyone to read
			return err
		}
	}
	if written == 0 {
		return errors.New("gqlgen writes fields differently: none has a short cut")
	}
	return nil
}

// direct writes the short cuts into a file of gqlgen's, and counts them.
func direct(source []byte) ([]byte, int, error) {
	if !importsModel(source) {
		return source, 0, nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return nil, 0, err
	}
	text := func(n ast.Node) string { return string(source[n.Pos()-file.FileStart : n.End()-file.FileStart]) }
	functions := map[string]*ast.FuncDecl{}
	for _, declared := range file.Decls {
		if f, ok := declared.(*ast.FuncDecl); ok {
			functions[f.Name.Name] = f
		}
	}
	written := 0
	for _, declared := range slices.Backward(file.Decls) { // so that positions stay right
		f, ok := declared.(*ast.FuncDecl)
		if !ok {
			continue
		}
		context := functions["fieldContext"+f.Name.Name]
		if context == nil || !strings.Contains(text(context), "graphql.NewScalarFieldContext(") {
			continue
		}
		value, marshal := plain(f)
		if value == nil {
			continue
		}
		cut := fmt.Sprintf("\n\tif model.IsDirect(ec.OperationContext) {\n\t\treturn %s(ctx, field.Selections, %s)\n\t}", text(marshal), text(value))
		at := f.Body.Lbrace - file.FileStart + 1
		source = slices.Insert(source, int(at), []byte(cut)...)
		written++
	}
	return source, written, nil
}

// importsModel reports whether a file has types of ours, not introspection's.
func importsModel(source []byte) bool { return bytes.Contains(source, []byte(`/graph/model"`)) }

// plain returns what a field's function resolves to, when that is a field of its
// model or the method ID, and what writes it; nil for any other function.
func plain(f *ast.FuncDecl) (value, marshal ast.Expr) {
	call, ok := returned(f.Body).(*ast.CallExpr)
	if !ok || len(call.Args) < 7 {
		return nil, nil
	}
	resolve, ok := call.Args[4].(*ast.FuncLit)
	write, ok2 := call.Args[6].(*ast.FuncLit)
	if !ok || !ok2 {
		return nil, nil
	}
	value = returned(resolve.Body)
	writing, ok := returned(write.Body).(*ast.CallExpr)
	if !ok || !isModel(value) {
		return nil, nil
	}
	return value, writing.Fun
}

// returned returns the first value of a body that does nothing but return.
func returned(body *ast.BlockStmt) ast.Expr {
	if len(body.List) != 1 {
		return nil
	}
	if r, ok := body.List[0].(*ast.ReturnStmt); ok && len(r.Results) > 0 {
		return r.Results[0]
	}
	return nil
}

func isModel(value ast.Expr) bool {
	if call, ok := value.(*ast.CallExpr); ok {
		method, ok := call.Fun.(*ast.SelectorExpr)
		return ok && method.Sel.Name == "ID" && isModel(method)
	}
	selector, ok := value.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == "obj"
}
