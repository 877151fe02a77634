package deploy

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/lint"
	"helm.sh/helm/v3/pkg/lint/support"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

var folder = filepath.Join(root, "deploy/helm/gramql")

type values = map[string]any

// secret names a Secret, as each of the chart's parts that need one does.
func secret(name string) values { return values{"existingSecret": name} }

func TestChart_isLinted(t *testing.T) {
	for _, message := range lint.All(folder, values{}, "default", true).Messages {
		if message.Severity > support.InfoSev {
			t.Error(message)
		}
	}
}

func TestChart_rendersWhatKubernetesTakes(t *testing.T) {
	replicas := values{"replicaCount": 3, "database": secret("db"), "keys": secret("ring")}
	for _, c := range []struct {
		name   string
		values values
		kinds  string
	}{
		{"one replica on SQLite", values{}, "Deployment NetworkPolicy PersistentVolumeClaim Pod Service ServiceAccount"},
		{"without a volume or a policy", values{"persistence": values{"enabled": false}, "networkPolicy": values{"enabled": false}, "serviceAccount": values{"create": false}}, "Deployment Pod Service"},
		{"replicas", replicas, "Deployment NetworkPolicy Pod PodDisruptionBudget Service ServiceAccount"},
		{"everything", values{
			"autoscaling": values{"enabled": true}, "database": secret("db"), "redis": secret("redis"), "keys": secret("ring"),
			"app": values{"id": "42", "existingSecret": "app"}, "graph": "https://graph.instagram.com",
			"settings":      values{"max-cost": 50000, "explain": false, "introspection": "off"},
			"ingress":       values{"enabled": true, "className": "nginx", "hosts": []any{"a.example"}, "tls": []any{values{"secretName": "tls", "hosts": []any{"a.example"}}}},
			"networkPolicy": values{"from": []any{values{"podSelector": values{}}}, "metricsFrom": []any{values{"namespaceSelector": values{}}}},
			"podMonitor":    values{"enabled": true}, "prometheusRule": values{"enabled": true},
			"podAnnotations": values{"a": "b"}, "podLabels": values{"c": "d"}, "nodeSelector": values{"e": "f"},
		}, "Deployment HorizontalPodAutoscaler Ingress NetworkPolicy Pod PodDisruptionBudget PodMonitor PrometheusRule Service ServiceAccount"},
	} {
		t.Run(c.name, func(t *testing.T) {
			documents, err := render(c.values)
			if err != nil {
				t.Fatal(err)
			}
			var kinds []string
			for name, text := range documents {
				for document := range strings.SplitSeq(text, "\n---\n") {
					kind, object := decode(t, name, document)
					kinds = append(kinds, kind)
					if deployment, ok := object.(*appsv1.Deployment); ok {
						confined(t, deployment.Spec.Template.Spec)
					}
				}
			}
			slices.Sort(kinds)
			if got := strings.Join(kinds, " "); got != c.kinds {
				t.Errorf("rendered %s, not %s", got, c.kinds)
			}
		})
	}
}

func TestChart_setsWhatTheProgramReads(t *testing.T) {
	documents, err := render(values{
		"settings": values{"max-cost": float64(5000000), "explain": false, "transcode": true, "cors-origins": "https://a.example"},
		"redis":    secret("redis"), "keys": secret("ring"), "app": values{"id": "42", "existingSecret": "app"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, object := decode(t, "deployment", documents["gramql/templates/deployment.yaml"])
	got := map[string]string{}
	for _, variable := range object.(*appsv1.Deployment).Spec.Template.Spec.Containers[0].Env {
		got[variable.Name] = variable.Value
		if from := variable.ValueFrom; from != nil {
			got[variable.Name] = "secret " + from.SecretKeyRef.Name + " " + from.SecretKeyRef.Key
		}
	}
	want := map[string]string{
		"GRAMQL_GRAPH": "local", "GRAMQL_DRAIN_DELAY": "3s", "GRAMQL_MAX_COST": "5000000", "GRAMQL_EXPLAIN": "off", "GRAMQL_TRANSCODE": "on",
		"GRAMQL_CORS_ORIGINS": "https://a.example", "GRAMQL_CACHE": "secret redis url", "GRAMQL_KEY_FILE": "/run/keys/ring",
		"GRAMQL_APP_ID": "42", "GRAMQL_APP_SECRET_FILE": "/run/app/secret",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v\nis not\n%v", got, want)
	}
}

func TestChart_refusesWhatCannotWork(t *testing.T) {
	for _, c := range []struct {
		name   string
		values values
		want   string
	}{
		{"replicas without a database", values{"replicaCount": 2}, "several replicas need a PostgreSQL"},
		{"scaling without one", values{"autoscaling": values{"enabled": true}}, "several replicas need a PostgreSQL"},
		{"Redis without keys", values{"redis": secret("redis")}, "share a ring of keys"},
		{"a setting that the chart has", values{"settings": values{"database": "postgres://u:p@h/d"}}, "settings.database"},
		{"a misspelled value", values{"replicas": 2}, "additional properties 'replicas' not allowed"},
		{"a flag with its dash", values{"settings": values{"-max-cost": 1}}, "-max-cost"},
	} {
		if _, err := render(c.values); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestChart_handsOverTheAlerts(t *testing.T) {
	documents, err := render(values{"prometheusRule": values{"enabled": true}})
	if err != nil {
		t.Fatal(err)
	}
	var rule struct{ Spec struct{ Groups []any } }
	if err := yaml.Unmarshal([]byte(documents["gramql/templates/monitoring.yaml"]), &rule); err != nil || len(rule.Spec.Groups) == 0 {
		t.Errorf("%v in\n%s", err, documents["gramql/templates/monitoring.yaml"])
	}
}

// render renders the chart as `helm template` does; without its notes.
func render(given values) (map[string]string, error) {
	loaded, err := loader.Load(folder)
	if err != nil {
		return nil, err
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = chartutil.KubeVersion{Version: "v1.31.0", Major: "1", Minor: "31"}
	all, err := chartutil.ToRenderValues(loaded, given, chartutil.ReleaseOptions{Name: "x", Namespace: "default"}, capabilities)
	if err != nil {
		return nil, err
	}
	rendered, err := engine.Render(loaded, all)
	for name, text := range rendered {
		if strings.TrimSpace(text) == "" || strings.HasSuffix(name, ".txt") || strings.HasSuffix(name, ".tpl") {
			delete(rendered, name)
		}
	}
	return rendered, err
}

// decode reads one document as the API server does, which refuses fields that a kind
// does not have. Kinds of operators are not known here.
func decode(t *testing.T, name, document string) (string, runtime.Object) {
	t.Helper()
	decoder := serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()
	object, kind, err := decoder.Decode([]byte(document), nil, nil)
	if runtime.IsNotRegisteredError(err) {
		var operators metav1.TypeMeta
		if err := yaml.Unmarshal([]byte(document), &operators); err == nil && operators.APIVersion == "monitoring.coreos.com/v1" {
			return operators.Kind, nil
		}
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, document)
	}
	return kind.Kind, object
}

// confined fails unless a pod's containers run without root and write nowhere but in volumes.
func confined(t *testing.T, pod corev1.PodSpec) {
	t.Helper()
	if pod.SecurityContext.RunAsNonRoot == nil || !*pod.SecurityContext.RunAsNonRoot || *pod.AutomountServiceAccountToken {
		t.Error("the pod may run as root, or has a token of the cluster's")
	}
	for _, container := range pod.Containers {
		s := container.SecurityContext
		if s == nil || !*s.ReadOnlyRootFilesystem || *s.AllowPrivilegeEscalation || len(s.Capabilities.Drop) != 1 {
			t.Errorf("%s may do more than it needs", container.Name)
		}
	}
}
