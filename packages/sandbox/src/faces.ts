import type { Domains, Face, FaceDeps } from './face.ts'
import { shopifyDomains } from './shopify/domains.ts'
import { createShopify } from './shopify/shop-face.ts'
import { shoplineDomains } from './shopline/domains.ts'
import { createShopline } from './shopline/shop-face.ts'

/** A new platform adds a line here, and one below. What no face knows as its own is a shop of ShopRenter, the world's first. */
const create = { shopify: createShopify, shopline: createShopline }
const domains: Readonly<Record<FaceId, Domains>> = { shopify: shopifyDomains, shopline: shoplineDomains }

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
  const id = ids.find((known) => domains[known].isDomain(domain))
  return id ? { face: faces[id], worldName: domains[id].worldNameOf(domain) } : null
}
