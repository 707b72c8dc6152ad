import { z } from 'zod'
import type { Api } from '../http/api.ts'
import { scopeOf } from '../http/auth.ts'
import { Problem } from '../http/problem.ts'
import { catchUp } from './catch-up.ts'
import type { FeedEntry, LiveFeed } from './feed.ts'
import type { LiveHub } from './hub.ts'
import { POSITION, toChanges, toMessage } from './messages.ts'

const UNAVAILABLE_SECONDS = 5

const description = `Server-sent events, which name what changed and say nothing of its content: read it with the other routes.

- \`hello\`: the stream begins; what was missed since \`Last-Event-ID\` follows.
- \`changes\`: \`{"changes":[{"kind","shop_id","ids"}]}\`. \`kind\`: \`run\`, \`run_progress\`, \`delivery\`, \`push\`, \`alert\`, \`shop\`, \`settings\`, \`subscription\`, \`installation\`, \`privacy_request\`, \`quarantine\`, \`replay\`; others may be added. Without \`ids\` there are several. Changes are collected for 0.2 s.
- \`reset\`: changes may have been missed, because \`Last-Event-ID\` is too old or Redis lost them. Read everything again.
- \`live\`: \`{"live":false}\` while Redis is down. Ask for changes until \`{"live":true}\`.
- \`ping\`: every 15 s. Without one, the connection is dead.

A stream ends when the key or session ends, at a shutdown, and when the reader is too slow. Connect again with \`Last-Event-ID\`.`

/** `GET /api/v1/events`. */
export function liveRoutes(app: Api, { hub, feed }: { hub: LiveHub; feed: LiveFeed }): void {
  app.get('/events', {
    schema: {
      operationId: 'followEvents',
      summary: 'Changes as they happen',
      description,
      tags: ['Live'],
      querystring: z
        .object({
          after: z.string().regex(POSITION).optional().describe('As `Last-Event-ID`, which comes first'),
          follow: z.enum(['true', 'false']).default('true').describe('`false`: end after what there is'),
        })
        .strict(),
      answers: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      },
    },
    handler: async (request, reply) => {
      const given = request.headers['last-event-id']
      const after = typeof given === 'string' ? positionOf(given) : request.query.after
      if (request.query.follow === 'true') return hub.open(request, reply, after)
      return reply.type('text/event-stream; charset=utf-8').send(await readOnce(feed, scopeOf(request), after))
    },
  })
}

/** A header that is none of ours is as one that is too old. */
function positionOf(header: string): string {
  return POSITION.test(header) ? header : '0-0'
}

async function readOnce(feed: LiveFeed, scope: string | null, after: string | undefined): Promise<string> {
  const caughtUp = await catchUp(feed, after)
  if (!caughtUp) throw new Problem('unavailable', { retryAfterSeconds: UNAVAILABLE_SECONDS })
  const entries: FeedEntry[] = []
  const ignore = () => undefined
  caughtUp.follow({ changed: (entry) => void entries.push(entry), reset: ignore, live: ignore })
  caughtUp.stop()
  const id = entries.at(-1)?.id ?? caughtUp.position
  const changes = toChanges(entries, scope) ?? ''
  return `${changes}${toMessage({ event: caughtUp.missed ? 'hello' : 'reset', id, data: {} })}`
}
