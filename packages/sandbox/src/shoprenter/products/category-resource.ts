import type { Category } from '../../world/model.ts'
import { type Formats, nothing, orNothing } from '../formats.ts'
import { encodeId, idOf } from '../ids.ts'
import { languages } from '../places.ts'

export function categoryResource(category: Category, { href, time }: Formats): Record<string, unknown> {
  const id = idOf.category(category.id)
  return {
    ...href.one('categoryExtend', id),
    ...{
      id,
      innerId: String(category.id),
      picture: nothing(category.id),
      sortOrder: String(category.position),
      status: category.enabled ? '1' : '0',
      productsStatus: '1',
      groupCode: {},
    },
    ...{ dateCreated: time.write(category.createdAt), dateUpdated: time.write(category.updatedAt) },
    parentCategory:
      category.parentId === null
        ? category.id === 1
          ? href.one('categories', id)
          : {}
        : href.one('categories', idOf.category(category.parentId)),
    centralCategory: {},
    categoryDescriptions: languages.map(({ number: language, code }) => ({
      id: encodeId('categoryDescription', `category_id=${category.id}&language_id=${language}`),
      ...{
        name: category.name[code],
        metaKeywords: {},
        description: orNothing('', category.id),
        heading: {},
        category: href.one('categories', id),
        language: href.one('languages', idOf.language(language)),
      },
    })),
    urlAliases: {
      type: 'CATEGORY',
      urlAlias: `kategoria-${category.id}`,
      language: href.one('languages', idOf.language(1)),
    },
  }
}
