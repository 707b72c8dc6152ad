import type { Page } from '../../contract/reads.ts'
import type { ClientContext } from '../api/client-context.ts'
import { numberOf } from '../api/gid.ts'
import { deletions } from '../api/graphql/documents.ts'
import { nextOf } from './connection.ts'
import type { Source } from './sources.ts'

interface Question {
  subject: NonNullable<Source['deletedAs']>
  from: Date
  after: string | null
}

/** Deletes since a time, from the shop's event log, which is kept for a year. */
export async function readDeletes({ api, now }: ClientContext, { subject, from, after }: Question): Promise<Page> {
  const readAt = now()
  const query = `action:destroy AND subject_type:${subject} AND created_at:>='${from.toISOString()}'`
  const { events } = await api.query(deletions, { after, query })
  const deleted = (events?.nodes ?? []).flatMap((event) =>
    'subjectId' in event && event.subjectType === subject && event.action === 'destroy'
      ? [{ externalId: numberOf(event.subjectId), at: new Date(event.createdAt) }]
      : [],
  )
  const next = events && nextOf(events)
  return {
    rows: { origin: 'api', readAt, rows: {} },
    ids: [],
    deleted,
    next: next === null ? null : { step: 'deletes', after: next },
  }
}
