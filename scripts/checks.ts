/** A list of checks that prints each, and what is wrong with it. */
export interface Checks {
  /** `problems`: empty when it passes. */
  check(title: string, problems: readonly string[]): void
  /** Prints the counts; the exit code. */
  conclude(): 0 | 1
}

export function createChecks(): Checks {
  const counts = { passed: 0, failed: 0 }
  return {
    check(title, problems) {
      const passes = problems.length === 0
      counts[passes ? 'passed' : 'failed'] += 1
      process.stdout.write(`${passes ? '✓' : '✗'} ${title}\n${problems.map((each) => `  ${each}\n`).join('')}`)
    },
    conclude() {
      process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`)
      return counts.failed === 0 ? 0 : 1
    },
  }
}
