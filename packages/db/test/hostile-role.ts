import { randomBytes } from 'node:crypto'
import { createTestDatabase } from '@shopmirror/test/database.ts'
import { required } from '@shopmirror/test/env.ts'
import postgres, { type Sql } from 'postgres'
import { connect } from '../src/index.ts'

export interface RoleDatabase extends AsyncDisposable {
  /** Connects as the role. */
  url: string
  role: string
  /** On the same database, as the server's superuser. */
  owner: Sql
}

/** A separate migrated database, and a superuser whose sessions begin with these settings. */
export async function createRoleWith(settings: Readonly<Record<string, string>>): Promise<RoleDatabase> {
  const database = await createTestDatabase()
  // Without a pooler, which may hold sessions that began before.
  const opened = await openAsRole(database.directUrl, 'superuser')
  for (const [name, value] of Object.entries(settings)) {
    await opened.owner.unsafe(`alter role "${opened.role}" set ${name} = '${value}'`)
  }
  const dispose = opened[Symbol.asyncDispose]
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await dispose()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** A new role on the database of `databaseUrl`. Disposal drops it and what it owns there. */
export async function openAsRole(databaseUrl: string, attributes = ''): Promise<RoleDatabase> {
  const role = `role_${randomBytes(6).toString('hex')}`
  const password = randomBytes(8).toString('hex')
  const owner = connect({ url: databaseUrl, max: 1 })
  await owner.unsafe(`create role "${role}" login password '${password}' ${attributes}`)
  const url = new URL(databaseUrl)
  url.username = role
  url.password = password
  return {
    ...{ url: url.href, role, owner },
    async [Symbol.asyncDispose]() {
      await owner.unsafe(`drop owned by "${role}" cascade`)
      await owner.unsafe(`drop role "${role}"`)
      await owner.end()
    },
  }
}

/** An empty database, dropped on disposal. `options` are those of `create database`. */
export async function createEmptyDatabase(options = ''): Promise<{ url: string } & AsyncDisposable> {
  const server = postgres(required('DATABASE_URL'), { max: 1, onnotice: () => undefined })
  const name = `test_${randomBytes(8).toString('hex')}`
  const url = new URL(required('DATABASE_URL'))
  url.pathname = `/${name}`
  await server.unsafe(`create database ${name} ${options}`)
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      await server`drop database ${server(name)} with (force)`
      await server.end()
    },
  }
}
