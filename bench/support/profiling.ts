import { readCommandLine } from '../options.ts'

/** Settings of api and worker: with `--profile stack` each writes a CPU profile to `.data` when it ends. */
export function profiling(): Record<string, string> {
  if (readCommandLine().values.profile !== 'stack') return {}
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${process.cwd()}/.data` }
}
