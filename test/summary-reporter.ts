import type { Reporter, TestModule } from 'vitest/node'

/** Ends the output with `N passed, N failed` alone on a line. A file or process that broke outside of a test counts as failed. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const summary = summarize(modules, errors.length)
    // After the other reporters have had their say.
    process.once('exit', () => process.stdout.write(`\n${summary}\n`))
  }
}

function summarize(modules: readonly TestModule[], errorCount: number): string {
  let passed = 0
  let failed = errorCount
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed += 1
      if (state === 'failed') failed += 1
    }
    failed += module.errors().length
  }
  return `${passed} passed, ${failed} failed`
}
