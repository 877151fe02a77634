package hostile_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gramql/gramql/internal/app/apptest"
)

// bomb is a document of fragments that spread the next one twice.
func bomb(depth int) string {
	var b strings.Builder
	b.WriteString("{me{...f0}}")
	for i := range depth {
		fmt.Fprintf(&b, "fragment f%d on User{...f%d ...f%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on User{username}", depth)
	return b.String()
}

// Each level doubles the work of whoever follows every spread.
func TestHardening_answersFragmentBombsOfAnyDepth(t *testing.T) { //nolint:paralleltest // it looks at the memory of the process
	w := apptest.Start(t)
	for _, depth := range []int{1, 2, 3, 5, 8, 12, 20, 26, 40, 100, 150, 199, 200, 500, 1000, 2000, 5000} {
		c := hostile{body: query(bomb(depth)), status: 200, says: "OPERATION_TOO_LARGE"}
		if depth <= 8 { // at most 256 fields, of which there is no viewer to ask for
			c.says = "UNAUTHENTICATED"
		}
		t.Run(fmt.Sprint(depth), func(t *testing.T) { c.refused(t, w) })
	}
}

func BenchmarkHardening_fragmentBomb(b *testing.B) {
	a := apptest.Serve(b, apptest.Settings(b))
	for _, depth := range []int{1, 10, 100, 1000, 5000} {
		body := query(bomb(depth))
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				response, err := http.Post(a.GraphQL(), "application/json", body())
				if err != nil {
					b.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
			}
		})
	}
}
