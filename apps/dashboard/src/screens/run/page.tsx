import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetRun, useListRunChanges } from '../../api/generated/syncs/syncs.ts'
import { LedTo } from '../../parts/led-to.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { RunFacts } from './facts.tsx'
import { Resources } from './resources.tsx'

export const page = createLazyRoute('/shell/runs/$id')({ component: RunPage })

function RunPage() {
  const { t } = useLingui()
  const { id } = page.useParams()
  const query = useGetRun(id)
  const changes = useListRunChanges(id)
  const run = query.data?.data
  const title = run?.type === 'full' ? t`Full sync` : t`Sync of changes`
  return (
    <Page title={run ? title : t`Sync`} description={id}>
      <StateView query={query}>
        {({ data }) => (
          <Stack gap="xl">
            <RunFacts run={data} />
            <Resources resources={data.resources} />
            <StateView query={changes}>
              {(found) => (
                <LedTo
                  id={id}
                  shopId={data.shop_id}
                  changes={found.data}
                  nothing={t`No single change is recorded: it changed nothing, it was the first full sync, or the record has expired.`}
                />
              )}
            </StateView>
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
