import { queueNames } from '@shopmirror/jobs'
import { z } from 'zod'
import { settingsSchema } from './settings-schema.ts'

/** A text with at least one character. */
const name = z.string().min(1)
const texts = z.record(z.string(), z.string())
const objects = z.array(z.record(z.string(), z.unknown()))
const amount = z.union([name, z.number()])
const seconds = z.int().min(1)
const resources = z.strictObject({
  requests: z.record(z.string(), amount).optional(),
  limits: z.record(z.string(), amount).optional(),
})
const settings = settingsSchema()
const placement = {
  podAnnotations: texts.optional(),
  nodeSelector: texts.optional(),
  tolerations: objects.optional(),
  affinity: z.record(z.string(), z.unknown()).optional(),
}

const worker = z.strictObject({
  queues: z.array(z.enum(queueNames)).min(1).describe('WORKER_QUEUES of these pods'),
  replicas: z.int().min(0).describe('pods, when nothing scales them'),
  settings: settings.optional(),
  scale: z.strictObject({
    minReplicas: z.int().min(1).describe('never 0: nobody would notice the first job'),
    maxReplicas: z.int().min(1),
    readyPerPod: z.int().min(1).describe('ready jobs for which there is one pod'),
    oldestSeconds: seconds.describe('age of the oldest ready job above which pods are added'),
  }),
  resources,
  spoolSize: amount.describe('size of /tmp, where results of bulk operations lie while they are read'),
  terminationGracePeriodSeconds: seconds.optional().describe('default: SHUTDOWN_SECONDS and 20'),
  ...placement,
})

/** What values.yaml may be; its JSON Schema is in the chart. */
export const ChartValues = z.strictObject({
  image: z.strictObject({
    repository: name,
    tag: z.string(),
    digest: z.union([z.literal(''), z.string().regex(/^sha256:[0-9a-f]{64}$/)]),
    pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']),
  }),
  imagePullSecrets: z.array(z.strictObject({ name })),
  publicUrl: z
    .string()
    .regex(/^$|^https?:\/\/./)
    .describe('address at which platforms and merchants reach the api'),
  settings: settings.describe('settings of api and workers that are not secret'),
  existingSecrets: z.array(name).describe('secrets whose keys are settings'),
  database: z.strictObject({ existingSecret: z.string(), urlKey: name, directUrlKey: z.string() }),
  redis: z.strictObject({
    existingSecret: z.string(),
    variable: z.enum(['REDIS_URL', 'REDIS_CLUSTER_NODES', 'REDIS_SENTINELS']),
    key: z.string(),
  }),
  api: z.strictObject({
    replicas: z.int().min(1),
    autoscaling: z.strictObject({
      enabled: z.boolean(),
      minReplicas: z.int().min(1),
      maxReplicas: z.int().min(1),
      cpuPercent: z.int().min(1),
    }),
    settings,
    resources,
    service: z.strictObject({
      type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']),
      port: z.int().min(1).max(65_535),
      annotations: texts,
    }),
    ...placement,
  }),
  workers: z.record(z.string().regex(/^[a-z][a-z0-9-]{0,15}$/), worker).describe('one Deployment for each group'),
  autoscaling: z.strictObject({
    kind: z.enum(['none', 'keda', 'hpa']),
    keda: z.strictObject({ pollingIntervalSeconds: seconds, failureThreshold: z.int().min(1) }),
    hpa: z.strictObject({ metric: name }),
    scaleDownPercent: z.int().min(1).max(100),
    scaleDownAfterSeconds: z.int().min(0).max(3_600),
  }),
  migrate: z.strictObject({
    enabled: z.boolean(),
    backoffLimit: z.int().min(0),
    activeDeadlineSeconds: seconds,
    resources,
  }),
  serviceAccount: z.strictObject({ create: z.boolean(), name: z.string(), annotations: texts }),
  podDisruptionBudget: z.strictObject({ enabled: z.boolean(), maxUnavailable: amount }),
  ingress: z.strictObject({
    enabled: z.boolean(),
    className: z.string(),
    annotations: texts,
    host: z.string(),
    tlsSecret: z.string(),
    paths: z.array(z.string().startsWith('/')),
  }),
  networkPolicy: z.strictObject({
    enabled: z.boolean(),
    apiFrom: objects,
    metricsFrom: objects,
    databaseTo: objects,
    databasePorts: z.array(z.int()),
    privateRanges: z.array(z.string()),
    mailPorts: z.array(z.int()),
    extraEgress: objects,
  }),
  monitoring: z.strictObject({
    token: z.strictObject({ existingSecret: z.string(), key: name }),
    serviceMonitor: z.strictObject({ enabled: z.boolean(), intervalSeconds: seconds, labels: texts }),
    rules: z.strictObject({ enabled: z.boolean(), labels: texts }),
    dashboard: z.strictObject({ enabled: z.boolean(), labels: texts }),
  }),
  extraVolumes: objects,
  extraVolumeMounts: objects,
  topologySpread: z.boolean(),
})
