import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A stage of the image: the only folders that its instructions fill. */
export interface StageFolders {
  /** `/app` of the image. */
  app: string
  /** `/opt`: what RUN installs globally. */
  opt: string
}

/** Of the system: programs, libraries and certificates, as the base image would bring them. */
const SYSTEM = ['/usr', '/bin', '/lib', '/lib64', '/etc']
const NODE = '/image/node'
const PATH = `${dirname(NODE)}:/opt/bin:/usr/local/bin:/usr/bin:/bin`

const readOnly = (paths: readonly string[]) =>
  paths.flatMap((path) => (existsSync(path) ? ['--ro-bind', path, path] : []))

/** A new root folder of its own; `/tmp` alone is writable memory, as in the Helm chart. */
function newRoot(): string[] {
  return [
    ...readOnly(SYSTEM),
    ...['--dir', dirname(NODE), '--ro-bind', process.execPath, NODE],
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp', '--unshare-pid', '--unshare-ipc', '--die-with-parent'],
  ]
}

/**
 * Arguments of bubblewrap for a build step: as root, with the network, the registry's settings and pnpm's store of this
 * machine.
 */
export function buildArguments({ app, opt }: StageFolders, command: string): string[] {
  const home = process.env.HOME ?? '/root'
  const store = join(home, '.local', 'share', 'pnpm', 'store')
  return [
    ...newRoot(),
    ...['--bind', app, '/app', '--bind', opt, '/opt', '--tmpfs', home, ...readOnly([join(home, '.npmrc')])],
    ...(existsSync(store) ? ['--bind', store, store, '--setenv', 'pnpm_config_store_dir', store] : []),
    // The store is another mount, from which nothing can be linked.
    ...['--setenv', 'pnpm_config_package_import_method', 'copy'],
    ...['--chdir', '/app', '--setenv', 'PATH', PATH, '--setenv', 'npm_config_prefix', '/opt', '--setenv', 'CI', 'true'],
    ...['/bin/sh', '-c', command],
  ]
}

/**
 * Arguments of bubblewrap for a container of the image: everything but `/tmp` is read-only, and the program runs as a
 * user without any capability.
 */
export function runArguments(app: string, command: readonly string[], user: { uid: number; gid: number }): string[] {
  const drop = ['--clear-groups', '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs']
  return [
    ...newRoot(),
    // Not as process 1: another user's process would forget that it ends with its parent, and outlive the check.
    ...['--ro-bind', app, '/app', '--remount-ro', '/', '--chdir', '/app', '--setenv', 'PATH', PATH],
    ...['/usr/bin/setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, ...drop, ...command],
  ]
}
