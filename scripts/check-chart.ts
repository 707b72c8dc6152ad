// npm run check-chart: renders the Helm chart with every file of values in its `ci` folder, and validates each object
// against the schemas of Kubernetes, KEDA and the Prometheus operator. Nothing is asked of a cluster.
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { chartFolder } from './chart/folder.ts'
import { parseManifests, render, run } from './chart/helm.ts'
import { objectChecks } from './chart/object-checks.ts'
import { refusals } from './chart/refusals.ts'
import { findSchemas, kubernetesVersions } from './chart/schemas.ts'
import { buildChartTools, type ChartTools } from './chart/tools.ts'
import { createChecks } from './checks.ts'
import { findProgram, installFromDebian } from './debian-package.ts'
import { UnavailableError } from './foreign-clients/client.ts'
import { root } from './paths.ts'

const { check, conclude } = createChecks()
const names = globSync('*.yaml', { cwd: join(chartFolder, 'ci') })
  .map((file) => basename(file, '.yaml'))
  .sort()

function checkValues(
  name: string,
  version: string,
  { helm, kubeconform }: ChartTools,
  schemas: readonly string[],
): void {
  const rendered = render(helm, version, { values: [name] })
  check(`${name} is rendered for Kubernetes ${version}`, rendered.code === 0 ? [] : [rendered.text])
  const places = schemas.flatMap((place) => ['-schema-location', place])
  const valid = run(kubeconform, ['-strict', '-summary', ...places, '-'], rendered.text)
  check(`${name}: every object is one of Kubernetes ${version}`, valid.code === 0 ? [] : [valid.text])
  const objects = parseManifests(rendered.text)
  for (const { title, find } of objectChecks) check(`${name}: ${title}`, find(objects))
}

function checkRefusal({ set, says }: (typeof refusals)[number], { helm }: ChartTools): void {
  const { code, text } = render(helm, kubernetesVersions[1], { values: ['small'], set })
  check(`${set} is refused`, code !== 0 && says.test(text.replaceAll('\n', ' ')) ? [] : [text.slice(0, 2_000)])
}

try {
  const startedAt = Date.now()
  const tools = await buildChartTools()
  const schemas = new Map<string, string[]>()
  for (const version of kubernetesVersions) schemas.set(version, await findSchemas(version))
  process.stdout.write(`Tools and schemas are there after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s\n`)
  for (const name of names) {
    const linted = run(tools.helm, [
      'lint',
      '--strict',
      '--quiet',
      chartFolder,
      '--values',
      join(chartFolder, 'ci', `${name}.yaml`),
    ])
    check(`${name}: helm finds nothing to complain about`, linted.code === 0 ? [] : [linted.text])
    for (const version of kubernetesVersions) checkValues(name, version, tools, schemas.get(version) ?? [])
  }
  for (const refusal of refusals) checkRefusal(refusal, tools)
} catch (error) {
  if (!(error instanceof UnavailableError)) throw error
  process.stdout.write(`The check of the chart is skipped: ${error.message}\n`)
}
const promtool =
  findProgram('promtool') ?? (await installFromDebian({ program: 'promtool', packages: ['prometheus'] }, console.log))
if (promtool) {
  const tested = run(promtool, ['test', 'rules', join(root, 'deploy', 'prometheus', 'rules-test.yaml')])
  check('the alerts fire when they must, and not otherwise', tested.code === 0 ? [] : [tested.text])
} else process.stdout.write('The test of the alerts is skipped: promtool was not found (apt-get install prometheus)\n')
process.exit(conclude())
