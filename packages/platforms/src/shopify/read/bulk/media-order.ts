import { OBJECTS_PER_READ } from '../../../contract/reads.ts'
import type { ShopifyApi } from '../../api/api.ts'
import { mediaOrder, type ProductPartsFragment } from '../../api/graphql/documents.ts'

type Product = ProductPartsFragment & { readonly featuredMedia: { readonly id: string } | null }

/**
 * The images of products in the merchant's order, which a bulk result does not contain. The first one is the featured
 * image, so the order of two is known; only products with more are queried, a hundred at a time.
 */
export async function orderMedia(api: ShopifyApi, products: readonly Product[]): Promise<ProductPartsFragment[]> {
  const unclear = products.filter(({ media }) => media.nodes.length > 2).map(({ id }) => id)
  const places = await readPlaces(api, unclear)
  return products.map(({ featuredMedia, ...product }) => {
    const placeOf = (id: string) => (id === featuredMedia?.id ? -1 : (places.get(id) ?? Number.MAX_SAFE_INTEGER))
    const nodes = product.media.nodes.toSorted((one, other) => placeOf(one.id) - placeOf(other.id))
    return { ...product, media: { ...product.media, nodes } }
  })
}

async function readPlaces(api: ShopifyApi, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>()
  for (let from = 0; from < ids.length; from += OBJECTS_PER_READ) {
    const { nodes } = await api.query(mediaOrder, { ids: ids.slice(from, from + OBJECTS_PER_READ) })
    for (const node of nodes)
      if (node && 'media' in node) for (const [place, { id }] of node.media.nodes.entries()) places.set(id, place)
  }
  return places
}
