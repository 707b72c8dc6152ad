{{- define "shopmirror.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- define "shopmirror.labels" -}}
app.kubernetes.io/name: shopmirror
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Call with (dict "root" $ "component" "api"), and "group" for workers. */}}
{{- define "shopmirror.selector" -}}
app.kubernetes.io/name: shopmirror
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .group }}
shopmirror/group: {{ . }}
{{- end }}
{{- end }}

{{- define "shopmirror.image" -}}
{{- with .Values.image -}}
{{- if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end -}}
{{- end -}}
{{- end }}

{{- define "shopmirror.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "shopmirror.name" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end -}}
{{- end }}

{{- define "shopmirror.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "shopmirror.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Variables from secrets; a key that is missing keeps the pod from starting, with a message. */}}
{{- define "shopmirror.database" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .Values.database.existingSecret | quote }}, key: {{ .Values.database.urlKey | quote }} } }
{{- with .Values.database.directUrlKey }}
- name: DATABASE_DIRECT_URL
  valueFrom: { secretKeyRef: { name: {{ $.Values.database.existingSecret | quote }}, key: {{ . | quote }} } }
{{- end }}
{{- end }}

{{- define "shopmirror.connections" -}}
{{ include "shopmirror.database" . }}
- name: {{ .Values.redis.variable }}
  valueFrom: { secretKeyRef: { name: {{ .Values.redis.existingSecret | quote }}, key: {{ .Values.redis.key | default .Values.redis.variable | quote }} } }
{{- with .Values.monitoring.token }}
{{- if .existingSecret }}
- name: METRICS_TOKEN
  valueFrom: { secretKeyRef: { name: {{ .existingSecret | quote }}, key: {{ .key | quote }} } }
{{- end }}
{{- end }}
{{- end }}

{{/* A map of settings as variables; numbers without exponents. */}}
{{- define "shopmirror.variables" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ include "shopmirror.text" $value | quote }}
{{- end }}
{{- end }}

{{- define "shopmirror.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end -}}
{{- end }}

{{- define "shopmirror.spread" -}}
{{- if .root.Values.topologySpread }}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "shopmirror.selector" . | nindent 8 }}
{{- end }}
{{- end }}

{{/* Seconds for running jobs to reach a checkpoint, as the worker's settings say; call with the settings of a group. */}}
{{- define "shopmirror.shutdownSeconds" -}}
{{- .SHUTDOWN_SECONDS | default 20 | int64 -}}
{{- end }}
