import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { installPythonPackage } from '../foreign-clients/python-program.ts'
import { toolsRoot } from '../paths.ts'
import { downloadModule } from './tools.ts'

const KUBERNETES = { name: 'kubernetes-validate', version: '1.37.0' }
/** The oldest version that the chart allows, and the newest that there are schemas of. */
export const kubernetesVersions = ['1.31.0', '1.37.0'] as const

const definitions = [
  {
    module: 'github.com/kedacore/keda/v2@v2.21.0',
    sum: 'h1:R6z2HZvstK4RLUMxroNACzBj74xGxt3kG59b5Xc+Xps=',
    files: 'config/crd/bases/keda.sh_{scaledobjects,triggerauthentications}.yaml',
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    files: 'example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,prometheusrules}.yaml',
  },
] as const

/** Places of JSON Schemas as kubeconform takes them, for a version of Kubernetes. */
export async function findSchemas(version: string): Promise<string[]> {
  const core = await writeCoreSchemas(version)
  return [
    `${core}/{{.ResourceKind}}{{.KindSuffix}}.json`,
    `${await writeCustomSchemas()}/{{.Group}}_{{.ResourceKind}}.json`,
  ]
}

/** Those of the package with references between files instead of to a website, once for each version. */
async function writeCoreSchemas(version: string): Promise<string> {
  const folder = join(toolsRoot, `kubernetes-${version}`)
  if (existsSync(folder)) return folder
  const programs = await installPythonPackage(KUBERNETES)
  const places = join(programs, '..', 'lib', '*', 'site-packages', 'kubernetes_validate', 'kubernetes-json-schema')
  const [source] = globSync(join(places, `v${version}-local-strict`))
  if (!source) throw new Error(`${KUBERNETES.name} has no schemas of Kubernetes ${version}.`)
  const draft = `${folder}.draft`
  mkdirSync(draft, { recursive: true })
  for (const file of globSync('{_definitions,*-v1,*-v2}.json', { cwd: source })) {
    const { $id: _, ...schema } = JSON.parse(readFileSync(join(source, file), 'utf8'))
    const text = JSON.stringify(schema).replaceAll('"$ref":"/api/_definitions.json#', '"$ref":"_definitions.json#')
    writeFileSync(join(draft, file), text)
  }
  renameSync(draft, folder)
  return folder
}

interface CustomResource {
  spec: {
    group: string
    names: { singular: string }
    versions: { name: string; schema: { openAPIV3Schema: unknown } }[]
  }
}

/** JSON Schemas of KEDA's and the Prometheus operator's objects, from their definitions for Kubernetes. */
async function writeCustomSchemas(): Promise<string> {
  const folder = join(toolsRoot, 'kubernetes-custom')
  mkdirSync(folder, { recursive: true })
  for (const { module, sum, files } of definitions) {
    const source = await downloadModule(module, sum)
    for (const file of globSync(files, { cwd: source }))
      writeSchema(parse(readFileSync(join(source, file), 'utf8')), folder)
  }
  return folder
}

function writeSchema({ spec }: CustomResource, folder: string): void {
  const [version] = spec.versions
  const path = join(folder, `${spec.group}_${spec.names.singular}.json`)
  writeFileSync(path, JSON.stringify(strict(version?.schema.openAPIV3Schema)))
}

/** Unknown fields are refused, as the API server does with strict validation. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [key, strict(value)])
  const copy = Object.fromEntries(entries)
  const isObject = copy.type === 'object' && copy.properties && !copy['x-kubernetes-preserve-unknown-fields']
  if (isObject && copy.additionalProperties === undefined) copy.additionalProperties = false
  if (copy['x-kubernetes-int-or-string']) return { oneOf: [{ type: 'string' }, { type: 'integer' }] }
  return copy
}
