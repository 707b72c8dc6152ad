/** See `lock.mjs`, which is plain JavaScript because it runs before anything is installed. */
export function acquireLock(
  folder: string,
  options?: { onWait?: (pid: number) => void; isStopped?: () => boolean },
): Promise<() => void>
