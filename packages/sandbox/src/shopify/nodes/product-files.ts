import type { MediaFile } from '../../world/written.ts'
import type { ProductGroup, ProductGroups } from './product-groups.ts'

export function filesOf({ members }: ProductGroup): readonly MediaFile[] {
  return members[0]?.written?.files ?? []
}

export function findFile(id: number, groups: ProductGroups): MediaFile | undefined {
  return [...groups.values()].flatMap((group) => filesOf(group).filter((file) => file.id === id))[0]
}

export function imageOf({ id, alt, url }: MediaFile) {
  return {
    ...{ __typename: 'Image', id: `gid://shopify/ProductImage/${id}`, altText: alt || null, url, originalSrc: url },
    ...{ src: url, transformedSrc: url, width: null, height: null },
  }
}

export function mediaNode(file: MediaFile) {
  return {
    ...{ __typename: 'MediaImage', id: `gid://shopify/MediaImage/${file.id}`, alt: file.alt, status: 'READY' },
    ...{ fileStatus: 'READY', mediaContentType: 'IMAGE', mimeType: 'image/jpeg', image: imageOf(file) },
  }
}
