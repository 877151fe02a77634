package mapping

import (
	"path"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// RootKind is how a root field finds its nodes.
type RootKind uint8

// The kinds of root fields.
const (
	RootNone          RootKind = iota // not through the Graph API
	RootMe                            // the token's own account
	RootAccounts                      // all the token's accounts
	RootFacebookPages                 // all the token's Facebook Pages
	RootByID                          // an id of the target type, global or the Graph API's
	RootByGlobalID                    // global ids, of any node type
	RootByName                        // a hashtag's name
	RootByPath                        // a path whose whole answer is wanted
	RootQuotas                        // what answers have said about quotas
	RootWrite                         // a mutation, which writes
)

var rootKinds = map[string]RootKind{
	"me": RootMe, "accounts": RootAccounts, "facebookPages": RootFacebookPages, "id": RootByID, "global": RootByGlobalID,
	"name": RootByName, "path": RootByPath, "quotas": RootQuotas,
}

// FacebookPages is how the token of a person leads to Facebook Pages, and from there to
// Instagram accounts.
type FacebookPages struct {
	// Path leads to the person's Pages.
	Path string
	// Account is the Graph API field of a Page that holds the Page's Instagram account.
	Account string
}

// Edge returns the edge of a person that the path names.
func (f FacebookPages) Edge() string { return path.Base(f.Path) }

func (r *reader) root(f *Field, fd *ast.FieldDefinition) {
	f.Kind = Root
	directive := fd.Directives.ForName("root")
	if directive == nil {
		return
	}
	var ok bool
	if f.RootKind, ok = rootKinds[argument(directive, "by")]; !ok {
		r.fault(f.Coordinate(), "@root(by: %q) is not one of me, accounts, facebookPages, id, global, name, path, quotas", argument(directive, "by"))
	}
	f.Path = argument(directive, "path")
	switch f.RootKind {
	case RootByPath:
		r.path(f, fd)
		return
	case RootQuotas:
		f.Target = r.mapping.types[fd.Type.Name()]
	case RootByName:
		f.Actor = argument(directive, "actor")
		if r.params(f, fd); !strings.HasPrefix(f.Path, "/") || f.Actor == "" || len(f.Params) != 1 {
			r.fault(f.Coordinate(), "@root(by: \"name\") has no path, no actor, or not one argument")
		}
	case RootAccounts:
		r.mapping.FacebookPages.Account = argument(directive, "behind")
	case RootFacebookPages:
		if r.mapping.FacebookPages.Path = f.Path; !strings.HasPrefix(f.Path, "/") {
			r.fault(f.Coordinate(), "@root(by: \"facebookPages\") has no path")
		}
	}
	if f.RootKind != RootByGlobalID && f.Target == nil {
		r.fault(f.Coordinate(), "@root is on a field whose type is not a @node")
	}
}

// path reads a root field that is the answer to the call of a path.
func (r *reader) path(f *Field, fd *ast.FieldDefinition) {
	f.Target = r.mapping.types[fd.Type.Name()]
	f.Many = fd.Type.Elem != nil
	r.params(f, fd)
	if !strings.HasPrefix(f.Path, "/") || f.Target == nil {
		r.fault(f.Coordinate(), "@root(by: \"path\") has no path, or is on a field without a type of the Graph API")
	} else if f.Many != f.Target.IsNode() {
		r.fault(f.Coordinate(), "@root(by: \"path\") is on a field with neither one value nor a list of nodes")
	}
}

// facebookPages checks that the accounts that Facebook Pages lead to are behind a field of
// the Pages.
func (r *reader) facebookPages() {
	var accounts, pages *Field
	for _, f := range r.mapping.types[r.schema.Query.Name].Fields {
		switch f.RootKind {
		case RootAccounts:
			accounts = f
		case RootFacebookPages:
			pages = f
		}
	}
	if accounts == nil || pages == nil || accounts.Target == nil || pages.Target == nil {
		return
	}
	if held := pages.Target.holds(r.mapping.FacebookPages.Account); held == nil || held.Target != accounts.Target {
		r.fault(accounts.Coordinate(), "@root(behind: %q) is no field of a %s that holds a %s",
			r.mapping.FacebookPages.Account, pages.Target.Name, accounts.Target.Name)
	}
}
