import type { Clock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { WorldShop } from '../world/shop.ts'
import { type BulkDesk, createBulkDesk } from './bulk/desk.ts'
import type { ResultFiles } from './bulk/files.ts'
import { bulkResolvers } from './bulk/resolvers.ts'
import type { Allowance } from './graphql/bucket.ts'
import { createFace, type Face } from './graphql/face.ts'
import { mergeResolvers, type Resolvers } from './graphql/resolvers.ts'
import { adminSchema } from './graphql/schema.ts'
import { worldResolvers } from './nodes/index.ts'

export interface ShopFaceOptions {
  world: WorldShop
  domain: string
  clock: Clock
  faults: Faults
  files: ResultFiles
  allowance: Allowance
  /** What the app may do here at the moment. */
  scopes(): ReadonlySet<string>
}

/** The API of one shop: the world as nodes, and bulk operations over them. */
export function createShopFace({ world, domain, clock, faults, files, allowance, scopes }: ShopFaceOptions): {
  face: Face
  desk: BulkDesk
} {
  const schema = adminSchema()
  const nodes = worldResolvers({ world, domain, clock })
  const reading = createFace({ schema, clock, allowance, resolvers: nodes })
  const desk = createBulkDesk({
    ...{ clock, schema, files },
    run: (query, slice) => reading.run(query, slice, scopes()),
    isHit: (kind, path) => faults.hit([kind], { path, shop: domain }).length > 0,
    finished: () => {},
  })
  const resolvers = mergeResolvers(nodes, withSource(bulkResolvers(desk)))
  return { desk, face: createFace({ schema, clock, allowance, resolvers }) }
}

type Rootless = Record<string, Record<string, (args: Record<string, unknown>) => unknown>>

function withSource(all: Rootless): Resolvers {
  return Object.fromEntries(
    Object.entries(all).map(([type, fields]) => [
      type,
      Object.fromEntries(
        Object.entries(fields).map(([name, resolve]) => [
          name,
          (_source: unknown, args: Record<string, unknown>) => resolve(args),
        ]),
      ),
    ]),
  )
}
