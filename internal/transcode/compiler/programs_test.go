package compiler_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/gramql/gramql/internal/dialect"
	"github.com/gramql/gramql/internal/mapping"
	"github.com/gramql/gramql/internal/paging"
	"github.com/gramql/gramql/internal/plan"
	"github.com/gramql/gramql/internal/plan/expansion"
	"github.com/gramql/gramql/internal/plan/plantest"
	"github.com/gramql/gramql/internal/transcode/compiler"
	"github.com/gramql/gramql/internal/transcode/program"
)

var update = flag.Bool("update", false, "write the programs of testdata/programs.yml anew")

// compiled is an entry of testdata/programs.yml: an operation, and its program as show shows it,
// or why there is none.
type compiled struct {
	Login, Operation string
	Variables        map[string]any `yaml:",omitempty"`
	Program          string
}

func TestCompile_makesThePrograms(t *testing.T) {
	t.Parallel()
	schema, m, err := mapping.Load()
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/programs.yml"
	all := plantest.Load[[]compiled](t, file)
	for i := range all {
		c := &all[i]
		login := map[string]dialect.Login{"basic-display": dialect.BasicDisplay, "instagram": dialect.Instagram, "facebook": dialect.Facebook}[c.Login]
		o, d := plantest.Operation(t, c.Operation, c.Variables), dialect.Of(login)
		p := plan.Compile(m, d, o)
		made, why := compiler.NewCompiler(schema, m).Compile(p, p.Only(d.LookupModeWith(dialect.Auto)), o)
		got := string(why)
		if made != nil {
			var b strings.Builder
			show(&b, reflect.ValueOf(made), "")
			got = strings.TrimSpace(b.String())
		}
		if got != c.Program && !*update {
			t.Errorf("%s, %s:\n%s\nwant\n%s", c.Login, c.Operation, got, c.Program)
		}
		c.Program = got
	}
	if !*update {
		return
	}
	text, err := yaml.MarshalWithOptions(all, yaml.UseLiteralStyleIfMultiline(true))
	if err == nil {
		err = os.WriteFile(file, append([]byte("# Programs of operations, written by go test -update: each line is what of a value is not zero.\n"), text...), 0o600)
	}
	if err != nil {
		t.Error(err)
	}
}

// show writes what of a value is not zero: a line for what has no parts, and its parts in
// lines of their own.
func show(b *strings.Builder, v reflect.Value, indent string) {
	switch known := v.Interface().(type) {
	case *program.Enum:
		fmt.Fprintf(b, " enum %s\n", strings.Join(slices.Sorted(maps.Keys(known.Values)), " "))
		return
	case *paging.Window:
		fmt.Fprintf(b, " %s want %d empty %t backward %t cursor %t\n", known.Edge.Name, known.Want, known.Empty, known.Backward, known.Cursor != nil)
		return
	case *expansion.Edge:
		fmt.Fprintf(b, " %s\n", known.Key)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		show(b, v.Elem(), indent)
	case reflect.Struct:
		var line, parts strings.Builder
		for i := range v.NumField() {
			f, name := v.Field(i), v.Type().Field(i).Name
			switch kind := f.Kind(); {
			case f.IsZero():
			case kind == reflect.Pointer || kind == reflect.Struct || kind == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
				fmt.Fprintf(&parts, "%s%s:", indent, name)
				show(&parts, f, indent+"  ")
			default:
				fmt.Fprintf(&line, " %s=%v", name, f)
			}
		}
		b.WriteString(line.String() + "\n" + parts.String())
	case reflect.Slice:
		b.WriteByte('\n')
		for i := range v.Len() {
			b.WriteString(indent + "-")
			show(b, v.Index(i), indent+"  ")
		}
	default:
		fmt.Fprintf(b, " %v\n", v)
	}
}
