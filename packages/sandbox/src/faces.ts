import type { Expectation } from './expectation.ts'
import type { Face, FaceDeps, FaceModule } from './face.ts'
import { shopifyFace } from './shopify/face.ts'
import { createShopify } from './shopify/shop-face.ts'
import { shoplineFace } from './shopline/face.ts'
import { createShopline } from './shopline/shop-face.ts'
import { shoprenterExpectation } from './shoprenter/expectation.ts'

/** A new platform adds a line here, and one below. What no face knows as its own is a shop of ShopRenter, the world's first. */
const create = { shopify: createShopify, shopline: createShopline }
const modules: Readonly<Record<FaceId, FaceModule>> = { shopify: shopifyFace, shopline: shoplineFace }

type FaceId = keyof typeof create
export type Faces = { [Id in FaceId]: ReturnType<(typeof create)[Id]> }
export type FaceOptions = { [Id in FaceId]?: Parameters<(typeof create)[Id]>[0] }

const ids = Object.keys(create) as FaceId[]

export function createFaces(options: FaceOptions, deps: FaceDeps): Faces {
  return Object.fromEntries(ids.map((id) => [id, create[id](options[id] ?? {}, deps)])) as Faces
}

export function facesOf(faces: Faces): Face[] {
  return ids.map((id) => faces[id])
}

/** By the first part of an address. */
export function findFace(faces: Faces, name: string | undefined): Face | null {
  const id = ids.find((known) => known === name)
  return id ? faces[id] : null
}

/** A domain says by its form which platform it is of. */
export function findFaceOf(faces: Faces, domain: string): { face: Face; worldName: string } | null {
  const id = ids.find((known) => modules[known].isDomain(domain))
  return id ? { face: faces[id], worldName: modules[id].worldNameOf(domain) } : null
}

export const expectations: readonly Expectation[] = [shoprenterExpectation, ...ids.map((id) => modules[id].expectation)]

export function expectationOf(domain: string): Expectation {
  return ids.map((id) => modules[id]).find(({ isDomain }) => isDomain(domain))?.expectation ?? shoprenterExpectation
}
