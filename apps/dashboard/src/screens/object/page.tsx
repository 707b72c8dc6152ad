import { Trans, useLingui } from '@lingui/react/macro'
import { Group, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import { getGetObjectLifeQueryKey, getObjectLife } from '../../api/generated/activity/activity.ts'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { ObjectFacts } from './object-facts.tsx'
import { Timeline } from './timeline.tsx'

export const page = createLazyRoute('/shell/shops/$shopId/objects/$table/$id')({ component: ObjectPage })

const PAGE_ROWS = 50
/** Behind live events, ms. */
const REFETCH_MS = 15_000

function ObjectPage() {
  const { t } = useLingui()
  const { shopId, table, id } = page.useParams()
  const query = useInfiniteQuery({
    queryKey: [...getGetObjectLifeQueryKey(shopId, table, id), 'rows'],
    queryFn: ({ pageParam, signal }) =>
      getObjectLife(
        shopId,
        table,
        id,
        { limit: PAGE_ROWS, ...(pageParam !== null && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: REFETCH_MS,
  })
  const object = query.data?.pages[0]?.data.object
  const entries = query.data?.pages.flatMap(({ data }) => data.entries) ?? []
  return (
    <Page
      title={object?.name ?? `${table} ${id}`}
      description={t`The life of this object: what came in, what changed, what was sent.`}
    >
      <StateView
        query={query}
        isEmpty={() => !object && entries.length === 0}
        empty={
          <Notice
            icon="search"
            title={t`Nothing is known of this object`}
            text={t`It is not in the copy, and nothing about it was received or sent within the time that records are kept.`}
          />
        }
      >
        {() => (
          <Stack gap="lg">
            {object && <ObjectFacts object={object} shopId={shopId} />}
            <Timeline entries={entries} />
            {query.hasNextPage && (
              <Group justify="center">
                <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  <Trans>Show earlier</Trans>
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
