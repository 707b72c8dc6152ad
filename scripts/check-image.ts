// npm run check-image: carries out the Dockerfile's instructions without a container engine, in bubblewrap, and runs what
// they make as a container would be run: an ordinary user, no capability, a read-only root. Needs root on Debian, and says
// so elsewhere.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChecks } from './checks.ts'
import { findProgram, installFromDebian } from './debian-package.ts'
import { buildImage, removeImage } from './image/build-image.ts'
import { runArguments } from './image/in-image.ts'
import { findUnwanted, sizeOf } from './image/inspect.ts'
import { commandOf, parseDockerfile } from './image/parse-dockerfile.ts'
import { runSystem } from './image/run-system.ts'
import { root } from './paths.ts'
import { chooseServerUser } from './server-user.ts'

const { check, conclude } = createChecks()
const program = 'bwrap'
const bwrap =
  findProgram(program) ?? (await installFromDebian({ program, packages: ['bubblewrap'] }, (line) => console.log(line)))
const { uid, gid } = chooseServerUser()
if (bwrap && uid !== undefined && gid !== undefined) await checkImage(bwrap, { uid, gid })
else
  process.stdout.write('The check of the image is skipped: it needs root and bubblewrap (apt-get install bubblewrap)\n')
process.exit(conclude())

async function checkImage(bwrap: string, user: { uid: number; gid: number }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'shopmirror-image-'))
  // The user of the container reaches its files through it.
  chmodSync(folder, 0o711)
  try {
    const startedAt = Date.now()
    const stages = parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'))
    const { app } = await buildImage(stages, { bwrap, folder })
    process.stdout.write(`The image is assembled after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s\n`)
    for (const part of ['.', 'node_modules', 'packages', 'apps', 'apps/dashboard/dist'])
      process.stdout.write(`  /app/${part}: ${sizeOf(app, part).toFixed(1)} MB\n`)
    check('it holds no tests, no emulated platforms, no development tools', findUnwanted(app))
    const enter = (command: readonly string[]) => runArguments(app, command, user)
    const wrote = ['/app/x', '/x', '/etc/x'].filter(
      (file) => spawnSync(bwrap, enter(['/bin/sh', '-c', `: > ${file}`])).status === 0,
    )
    check('its root is read-only', wrote)
    await runSystem({ bwrap, enter, command: commandOf(stages), check })
  } finally {
    removeImage(folder)
  }
}
