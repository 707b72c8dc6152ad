import { useLingui } from '@lingui/react/macro'
import { Stack } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { useGetPush } from '../../../api/generated/pushes/pushes.ts'
import { LedTo } from '../../../parts/led-to.tsx'
import { Page } from '../../../parts/page.tsx'
import { StateView } from '../../../parts/state-view.tsx'
import { Actions } from './actions.tsx'
import { Attempts } from './attempts.tsx'
import { Conflict } from './conflict.tsx'
import { Content } from './content.tsx'
import { Facts } from './facts.tsx'

export const page = createLazyRoute('/shell/pushes/$id')({ component: PushPage })

/** While it is open, ms. */
const REFETCH_MS = 1_000
const moving: readonly string[] = ['pending', 'processing']

function PushPage() {
  const { t } = useLingui()
  const { id } = page.useParams()
  const query = useGetPush(id, {
    query: { refetchInterval: ({ state }) => (moving.includes(state.data?.data.status ?? '') ? REFETCH_MS : false) },
  })
  const push = query.data?.data
  return (
    <Page title={push ? t`Push ${push.kind}` : t`Push`} description={id} actions={push && <Actions push={push} />}>
      <StateView query={query}>
        {({ data }) => (
          <Stack gap="xl">
            <Conflict push={data} />
            <Facts push={data} />
            <Attempts push={data} />
            <LedTo
              id={data.id}
              shopId={data.shop_id}
              changes={data.led_to}
              reading={data.reading}
              nothing={t`Nothing in the mirror yet, or the record of it has expired.`}
            />
            <Content push={data} />
          </Stack>
        )}
      </StateView>
    </Page>
  )
}
