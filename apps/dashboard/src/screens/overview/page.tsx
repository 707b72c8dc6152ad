import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetOverview } from '../../api/generated/activity/activity.ts'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Day } from './day.tsx'
import { FreshnessTable } from './freshness-table.tsx'
import { Hours } from './hours.tsx'
import { ShopStates } from './shop-states.tsx'
import { WaitingTable } from './waiting-table.tsx'
import { WorstShops } from './worst-shops.tsx'

export const page = createLazyRoute('/shell/')({ component: OverviewPage })

/** Behind live events, ms. */
const REFETCH_MS = 15_000

function OverviewPage() {
  const { t } = useLingui()
  const query = useGetOverview({ query: { refetchInterval: REFETCH_MS } })
  return (
    <Page title={t`Overview`} description={t`How your shops are, and what happened in the last 24 hours.`}>
      <StateView
        query={query}
        isEmpty={({ data }) => data.shops.length === 0}
        empty={
          <Notice
            icon="empty"
            title={t`No shop is connected yet`}
            text={t`Once a shop is connected, its numbers are shown here.`}
          />
        }
      >
        {({ data }) => (
          <Stack gap="xl">
            <Day day={data.last_24_hours} alerts={data.open_alerts} />
            <Hours />
            <ShopStates shops={data.shops} />
            <FreshnessTable freshness={data.freshness} />
            <WaitingTable waiting={data.waiting} />
            <WorstShops shops={data.worst_shops} />
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
