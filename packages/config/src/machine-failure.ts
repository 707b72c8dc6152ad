/** An error of the operating system or of Postgres' machine, rather than of a program. */
export interface MachineFailure {
  /** Error code of the operating system, Node or Postgres, such as `ENOSPC` or `53100`. */
  code: string
  /** What is wrong and what to change; without customer data. */
  message: string
  /** A resource is used up and may be free again later, so waiting helps. */
  isShortage: boolean
}

const MEMORY =
  'there is not enough memory: give it more, or lower SYNC_CONCURRENCY, INBOX_CONCURRENCY and OUTBOX_CONCURRENCY'
const CONNECTIONS = 'lower DATABASE_POOL_SIZE (of each process), or raise max_connections of Postgres'

/** Exhausted resources: a retry may succeed. */
const shortages = new Map(
  Object.entries({
    ENOSPC: 'the disk is full: free some space, or choose another folder',
    EDQUOT: 'the disk quota is used up: raise it, or choose another folder',
    EMFILE:
      'this process has too many files and connections open: raise its limit (ulimit -n, LimitNOFILE of systemd), or lower SYNC_CONCURRENCY',
    ENFILE: 'all processes together have too many files and connections open: raise fs.file-max',
    EADDRNOTAVAIL: 'no local port is free for another connection: widen net.ipv4.ip_local_port_range',
    EAGAIN: 'the limit of processes or of locked memory is reached: raise it (ulimit -u, TasksMax of systemd)',
    ENOBUFS: MEMORY,
    ENOMEM: MEMORY,
    53100: 'the disk of Postgres is full (disk_full), or its shared memory is too small (--shm-size of a container)',
    53200: 'Postgres has not enough memory (out_of_memory): give it more, or lower work_mem',
    53300: `Postgres has no connection left (too_many_connections): ${CONNECTIONS}`,
    53400: 'a limit in the configuration of Postgres is reached (configuration_limit_exceeded)',
  }),
)

/** Defects that an operator must fix. */
const defects = new Map(
  Object.entries({
    EROFS: 'the file system is read-only: choose another folder, or mount it writable',
    EACCES: 'the user of this process has no permission',
    EPERM: 'the user of this process has no permission',
    EIO: 'the disk reports errors',
    ERR_WORKER_OUT_OF_MEMORY: MEMORY,
    ERR_MEMORY_ALLOCATION_FAILED: MEMORY,
    58030: 'Postgres cannot read or write its files (io_error): check its log and its disk',
  }),
)

/** Finds an error of this machine or of that of Postgres, in causes too. `null` when there is none. */
export function findMachineFailure(error: unknown): MachineFailure | null {
  if (!(error instanceof Error)) return null
  const { code, syscall, path } = error as NodeJS.ErrnoException
  const reason = code === undefined ? undefined : (shortages.get(code) ?? defects.get(code))
  if (code === undefined || reason === undefined) return findInCauses(error)
  const call = [syscall, path].filter(Boolean).join(' ')
  const message = `Machine error (${[code, call].filter(Boolean).join(': ')}): ${reason}.`
  return { code, message, isShortage: shortages.has(code) }
}

function findInCauses(error: Error): MachineFailure | null {
  const causes = error instanceof AggregateError ? [...error.errors, error.cause] : [error.cause]
  for (const cause of causes) {
    const found = findMachineFailure(cause)
    if (found) return found
  }
  return null
}
