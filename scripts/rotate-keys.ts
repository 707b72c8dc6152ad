// npm run rotate-keys: re-encrypts every stored secret with the first key of ENCRYPTION_KEYS, online. Put the new key
// first
// and keep the old one after it until this command has finished and every process runs with the new list.
import { createKeyring, openDatabase } from '@shopmirror/db'
import { loadEnv } from './load-env.ts'
import { requireAddress, requireEnv } from './require-env.ts'

loadEnv()
const keyring = createKeyring(requireEnv('ENCRYPTION_KEYS'))
const database = openDatabase({ ...requireAddress(), keyring, max: 2 })
try {
  const count = await database.repositories.credentials.rotateAll()
  process.stdout.write(`${count} secrets re-encrypted; all now use the key "${keyring.current}"\n`)
} finally {
  await database.close()
}
