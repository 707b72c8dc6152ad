// npm run rotate-keys: encrypts every stored secret under the first key of ENCRYPTION_KEYS, while everything runs.
// Put the new key first and keep the old one behind it until this has finished and every process runs with the new list.
import { createKeyring, openDatabase } from '@shopmirror/db'
import { loadEnv } from './load-env.ts'
import { requireAddress, requireEnv } from './require-env.ts'

loadEnv()
const keyring = createKeyring(requireEnv('ENCRYPTION_KEYS'))
const database = openDatabase({ ...requireAddress(), keyring, max: 2 })
try {
  const count = await database.repositories.credentials.rotateAll()
  process.stdout.write(`${count} secrets encrypted anew; all are under "${keyring.current}" now\n`)
} finally {
  await database.close()
}
