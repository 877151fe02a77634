package coercion

import "github.com/vektah/gqlparser/v2/ast"

// Settle rewrites the literals of a document so that gqlgen reads each as its type
// says: of an integer for an ID or a Float gqlgen would take no more than 64 bits, and
// for a variable that is not given it could take another operation's default.
// The document is valid, and not shared yet.
func Settle(document *ast.QueryDocument) {
	for _, operation := range document.Operations {
		settleSelections(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		settleSelections(fragment.SelectionSet)
	}
}

func settleSelections(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			for _, argument := range s.Arguments {
				settleLiteral(argument.Value)
			}
			settleSelections(s.SelectionSet)
		case *ast.InlineFragment:
			settleSelections(s.SelectionSet)
		}
	}
}

// settleLiteral rewrites a literal, with all within it.
func settleLiteral(value *ast.Value) {
	value.VariableDefinition = nil
	if value.Kind == ast.IntValue && value.Definition != nil {
		switch value.Definition.Name {
		case "ID":
			value.Kind = ast.StringValue
		case "Float":
			value.Kind = ast.FloatValue
		}
	}
	for _, child := range value.Children {
		settleLiteral(child.Value)
	}
}
