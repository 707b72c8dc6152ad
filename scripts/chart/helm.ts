import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { chartFolder } from './folder.ts'

/** One Kubernetes object, as far as the checks look into it. */
export interface Manifest {
  kind: string
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  // biome-ignore lint/suspicious/noExplicitAny: what it has depends on its kind.
  spec: any
  data?: Record<string, string>
}

export interface Output {
  code: number | null
  text: string
}

/** Runs a program to its end; both outputs in one text. */
export function run(program: string, args: readonly string[], input?: string): Output {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', input, timeout: 60_000 })
  return { code: status, text: error ? error.message : `${stdout}${stderr}` }
}

/** `helm template` of the chart. `values`: names of files in `ci/`; `set`: as `--set` takes it. */
export function render(
  helm: string,
  version: string,
  { values = [], set = [] }: { values?: string[]; set?: string[] },
): Output {
  const files = values.flatMap((name) => ['--values', join(chartFolder, 'ci', `${name}.yaml`)])
  const own = set.flatMap((value) => ['--set', value])
  const common = ['--namespace', 'shopmirror', '--kube-version', version]
  return run(helm, ['template', 'mirror', chartFolder, ...common, ...files, ...own])
}

export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null)
}
