{{- define "gramql.name" -}}
{{ .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "gramql.fullname" -}}
{{- $name := include "gramql.name" . -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains $name .Release.Name -}}
{{ .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "gramql.selector" -}}
app.kubernetes.io/name: {{ include "gramql.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "gramql.labels" -}}
{{ include "gramql.selector" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "gramql.serviceAccount" -}}
{{ .Values.serviceAccount.name | default (ternary (include "gramql.fullname" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{/* A setting as the program reads it: YAML takes on and off for true and false, and
Helm writes large numbers with an exponent. */}}
{{- define "gramql.setting" -}}
{{- if kindIs "bool" . -}}{{ ternary "on" "off" . }}
{{- else if kindIs "float64" . -}}{{ int64 . }}
{{- else -}}{{ . }}
{{- end -}}
{{- end }}

{{/* Whether more than one replica can run at once. */}}
{{- define "gramql.several" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) -}}true{{- end -}}
{{- end }}

{{/* What can't work is refused before anything is installed. */}}
{{- define "gramql.check" -}}
{{- if and (include "gramql.several" .) (not .Values.database.existingSecret) -}}
{{- fail "several replicas need a PostgreSQL that they share: set database.existingSecret, or replicaCount to 1" -}}
{{- end -}}
{{- if and (or .Values.database.existingSecret .Values.redis.existingSecret) (not .Values.keys.existingSecret) -}}
{{- fail "with PostgreSQL or Redis replicas share a ring of keys: make one (gramql keys add -key-file ring), put it into a Secret, and set keys.existingSecret" -}}
{{- end -}}
{{- range list "addr" "admin-addr" "local-addr" "data" "graph" "database" "cache" "key-file" "app-id" "app-secret" "app-secret-file" "drain-delay" -}}
{{- if hasKey $.Values.settings . -}}
{{- fail (printf "settings.%s: the chart sets this from a value of its own, or from a Secret" .) -}}
{{- end -}}
{{- end -}}
{{- end }}
