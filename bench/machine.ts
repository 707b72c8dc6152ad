import { availableParallelism, cpus, totalmem } from 'node:os'

/** The machine a figure was measured on, in one line. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${model}), ${memoryGb} GB RAM, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}
