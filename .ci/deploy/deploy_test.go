// Package deploy checks what people deploy GramQL with: the chart, the containers,
// the alerts. It is a module of its own, for it needs what reads these files in
// earnest: Helm, Kubernetes' types, Compose, BuildKit and Prometheus.
package deploy

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	promql "github.com/prometheus/prometheus/promql/parser"
)

const root = "../.."

func TestCompose_isReadAndRunsNothingAsRoot(t *testing.T) {
	project, err := loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, "compose.yml")}},
	}, func(o *loader.Options) { o.Profiles = []string{"*"} })
	if err != nil {
		t.Fatal(err)
	}
	if alone, err := project.WithProfiles(nil); err != nil || len(alone.Services) != 1 {
		t.Errorf("without a profile %d services run, not GramQL alone: %v", len(alone.Services), err)
	}
	ours := 0
	for name, service := range project.Services {
		if service.Image != "gramql" {
			continue
		}
		ours++
		if !service.ReadOnly || !slices.Equal(service.CapDrop, []string{"ALL"}) || !slices.Contains(service.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s may do more than it needs", name)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s is open to the network at %s", name, port.Published)
			}
		}
	}
	if ours != 4 {
		t.Errorf("%d services run GramQL, not one, two replicas and the one that makes keys", ours)
	}
}

func TestDockerfile_endsWithoutRootOrShell(t *testing.T) {
	file, err := os.Open(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := parser.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	stages, _, err := instructions.Parse(read.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	last := stages[len(stages)-1]
	if last.BaseName != "scratch" {
		t.Errorf("the image is built on %s", last.BaseName)
	}
	var user, healthy string
	for _, command := range last.Commands {
		switch c := command.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.HealthCheckCommand:
			healthy = strings.Join(c.Health.Test, " ")
		case *instructions.RunCommand:
			t.Error("the last stage runs something, and has no shell for that")
		}
	}
	if user == "" || strings.HasPrefix(user, "0") || strings.HasPrefix(user, "root") {
		t.Errorf("the program runs as %q", user)
	}
	if healthy != "CMD /gramql healthy" {
		t.Errorf("the health check is %q", healthy)
	}
}

func TestAlerts_arePromQLAndSayWhatToDo(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "deploy/helm/gramql/alerts.yml"))
	if err != nil {
		t.Fatal(err)
	}
	groups, errs := rulefmt.Parse(text, false, model.UTF8Validation, promql.NewParser(promql.Options{}), slog.New(slog.DiscardHandler))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, group := range groups.Groups {
		for _, rule := range group.Rules {
			if rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" || rule.Labels["severity"] == "" {
				t.Errorf("%s: a summary, a description or a severity is missing", rule.Alert)
			}
		}
	}
}
