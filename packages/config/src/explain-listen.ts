import { SettingsError } from './settings-error.ts'

/** Why a server could not listen, naming the setting to change; an error with another cause is returned as it is. */
export function explainListenError(error: unknown, portSetting: 'PORT' | 'WORKER_PORT'): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  const where = port === undefined ? String(address) : `${address}:${port}`
  switch (code) {
    case 'EADDRINUSE':
      return new SettingsError(
        `${where} is already in use: stop the other process, or set ${portSetting} to a free port.`,
      )
    case 'EACCES':
      return new SettingsError(`This user may not listen on ${where}: set ${portSetting} to a port above 1023.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new SettingsError(`HOST is not an address of this machine (${code}): set it to 0.0.0.0 or 127.0.0.1.`)
    default:
      return error
  }
}
