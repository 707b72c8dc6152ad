import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends the output with the line `N passed, N failed`. An error outside of a test counts as failed.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const { passed, failed } = count(modules, errors.length)
    // After the output of the other reporters. A failed set-up shows only in the exit code.
    process.once('exit', (code) => {
      process.stdout.write(`\n${passed} passed, ${code !== 0 && failed === 0 ? 1 : failed} failed\n`)
    })
  }
}

function count(modules: readonly TestModule[], errorCount: number): { passed: number; failed: number } {
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
  return { passed, failed }
}
