package deploy

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
	"github.com/rhysd/actionlint"
)

func TestRelease_isReadAndBuildsForEachSystem(t *testing.T) {
	file, err := os.Open(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	project, err := config.LoadReader(file) // refuses fields that it does not know
	if err != nil {
		t.Fatal(err)
	}
	if len(project.Builds) != 1 || len(project.Builds[0].Goos)*len(project.Builds[0].Goarch) != 6 {
		t.Errorf("%+v are not one build for three systems on two architectures", project.Builds)
	}
}

func TestWorkflows_areLinted(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(root, ".github/workflows/*.yml"))
	if err != nil || len(paths) < 2 {
		t.Fatal(paths, err)
	}
	linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	found, err := linter.LintFiles(paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range found {
		t.Error(problem)
	}
}
