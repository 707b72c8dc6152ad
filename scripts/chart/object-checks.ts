import { nodeFlags } from '../app-processes.ts'
import type { Manifest } from './helm.ts'

/** A rule over all objects of one rendering; returns what breaks it. */
export interface ObjectCheck {
  title: string
  find(objects: readonly Manifest[]): string[]
}

const workloads = (objects: readonly Manifest[]) =>
  objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
const workers = (objects: readonly Manifest[]) =>
  objects.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.includes('-worker-'))
const containersOf = ({ spec }: Manifest) => spec.template.spec.containers
const variable = (worker: Manifest, name: string) =>
  containersOf(worker)[0].env.find((each: { name: string }) => each.name === name)?.value

/** What a schema cannot say. */
export const objectChecks: readonly ObjectCheck[] = [
  {
    title: 'every container is an ordinary user on a read-only root, with limits of memory and requests',
    find: (objects) =>
      workloads(objects).flatMap((workload) => {
        const pod = workload.spec.template.spec
        return containersOf(workload)
          .filter(
            ({ securityContext: own, resources }: Manifest['spec']) =>
              !(pod.securityContext.runAsNonRoot && pod.securityContext.seccompProfile.type === 'RuntimeDefault') ||
              !(
                own.readOnlyRootFilesystem &&
                own.allowPrivilegeEscalation === false &&
                own.capabilities.drop[0] === 'ALL'
              ) ||
              !(resources.requests.cpu && resources.requests.memory && resources.limits.memory) ||
              pod.automountServiceAccountToken !== false,
          )
          .map(({ name }: { name: string }) => `${workload.metadata.name}/${name}`)
      }),
  },
  {
    title: 'each variable is set once, and no secret stands in an object',
    find: (objects) =>
      workloads(objects).flatMap((workload) => {
        const env: { name: string; value?: string }[] = containersOf(workload)[0].env
        const names = env.map(({ name }) => name)
        const twice = names.filter((name, index) => names.indexOf(name) !== index)
        const shown = env.filter(
          ({ name, value }) => value !== undefined && /(SECRETS?|PASSWORD|TOKEN|KEYS|DATABASE_URL)$/.test(name),
        )
        return [...twice, ...shown.map(({ name }) => name)].map((name) => `${workload.metadata.name}: ${name}`)
      }),
  },
  {
    title: 'a worker has longer to stop than its jobs have to reach a checkpoint',
    find: (objects) =>
      workers(objects)
        .filter((worker) => {
          const shutdown = Number(variable(worker, 'SHUTDOWN_SECONDS') ?? 20)
          return worker.spec.template.spec.terminationGracePeriodSeconds < shutdown + 10
        })
        .map(({ metadata }) => metadata.name),
  },
  {
    title: 'every queue is served, and workers run with the flags of Node that they are measured with',
    find: (objects) => {
      const served = new Set(workers(objects).flatMap((worker) => variable(worker, 'WORKER_QUEUES').split(',')))
      const missing = ['inbox', 'shops', 'sync', 'outbox', 'clock'].filter((queue) => !served.has(queue))
      const command = ['node', ...nodeFlags.worker, 'apps/worker/src/main.ts'].join(' ')
      const others = workers(objects).filter((worker) => containersOf(worker)[0].command.join(' ') !== command)
      return [...missing, ...others.map(({ metadata }) => metadata.name)]
    },
  },
  {
    title:
      'workers are scaled on ready work and its age, each on its own queues, and keep what they have without a number',
    find: (objects) =>
      objects
        .filter(({ kind }) => kind === 'ScaledObject')
        .filter(({ spec, metadata }) => {
          const target = workers(objects).find((worker) => worker.metadata.name === spec.scaleTargetRef.name)
          const queues = target && variable(target, 'WORKER_QUEUES')
          const { triggers, fallback } = spec
          const asked = triggers.map((trigger: Manifest['spec']) => trigger.metadata.url)
          const locations = triggers
            .map((trigger: Manifest['spec']) => trigger.metadata.valueLocation)
            .sort()
            .join()
          return (
            locations !== 'oldest_seconds,ready' ||
            fallback.behavior !== 'currentReplicasIfHigher' ||
            asked.some(
              (url: string) => url !== `http://mirror-api.shopmirror.svc:3000/internal/scale?queues=${queues}`,
            ) ||
            target?.spec.replicas !== undefined ||
            metadata.name !== spec.scaleTargetRef.name
          )
        })
        .map(({ metadata }) => metadata.name),
  },
  {
    title: 'the migration runs before the release, on the direct address where there is one',
    find: (objects) => {
      const job = objects.find(({ kind }) => kind === 'Job')
      if (!job) return []
      const hook = job.metadata.annotations?.['helm.sh/hook']
      const has = (of: Manifest, name: string) =>
        containersOf(of)[0].env.some((each: { name: string }) => each.name === name)
      const api = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('-api'))
      const isDirect = !api || has(api, 'DATABASE_DIRECT_URL') === has(job, 'DATABASE_DIRECT_URL')
      return hook === 'pre-install,pre-upgrade' && isDirect ? [] : ['migrate']
    },
  },
  {
    title: 'the public address leads to no route for monitoring',
    find: (objects) =>
      objects
        .filter(({ kind }) => kind === 'Ingress')
        .flatMap(({ spec }) => spec.rules[0].http.paths.map(({ path }: { path: string }) => path))
        .filter((path: string) => /\/(metrics|internal|healthz|readyz)$|^\/?$/.test(path)),
  },
  {
    title: 'every selector finds pods',
    find: (objects) => {
      const pods = workloads(objects).map(({ spec }) => spec.template.metadata.labels as Record<string, string>)
      const selectors = objects.flatMap(({ kind, metadata, spec }) => {
        const found = {
          Service: spec?.selector,
          NetworkPolicy: spec?.podSelector?.matchLabels,
          PodDisruptionBudget: spec?.selector?.matchLabels,
        }
        const selector: Record<string, string> | undefined = found[kind as keyof typeof found]
        return selector ? [{ name: `${kind} ${metadata.name}`, selector }] : []
      })
      const isFound = (selector: Record<string, string>) =>
        pods.some((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value))
      return selectors.filter(({ selector }) => !isFound(selector)).map(({ name }) => name)
    },
  },
]
