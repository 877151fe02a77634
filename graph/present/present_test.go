package present

import (
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

func TestSort_isInTheOrderOfPaths(t *testing.T) {
	t.Parallel()
	at := func(path ...ast.PathElement) *gqlerror.Error { return &gqlerror.Error{Path: path} }
	media, owner := ast.PathName("media"), ast.PathName("owner")
	errs := gqlerror.List{
		at(media, ast.PathIndex(10)), at(owner), at(media, ast.PathIndex(2), owner), at(media, owner), at(media), at(media, ast.PathIndex(2)),
	}
	Sort(errs)
	got := ""
	for _, err := range errs {
		got += err.Path.String() + " "
	}
	if want := "media media[2] media[2].owner media[10] media.owner owner "; got != want {
		t.Errorf("order %s, want %s", got, want)
	}
}
