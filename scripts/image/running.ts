import { readFileSync } from 'node:fs'

/** The program that bubblewrap runs: its last descendant. */
export function programOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return child === undefined ? pid : programOf(Number(child))
}

/** User id and effective capabilities of a process. */
export function rightsOf(pid: number): { uid: number; capabilities: bigint } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const [, uid = '0'] = /^Uid:\s+(\d+)/m.exec(status) ?? []
  const [, capabilities = 'ffff'] = /^CapEff:\s+([0-9a-f]+)/m.exec(status) ?? []
  return { uid: Number(uid), capabilities: BigInt(`0x${capabilities}`) }
}
