import { useLingui } from '@lingui/react/macro'
import { createLazyRoute } from '@tanstack/react-router'
import { useListShops } from '../../api/generated/shops/shops.ts'
import { Notice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { StateView } from '../../parts/state-view.tsx'

export const page = createLazyRoute('/shell/shops')({ component: ShopsPage })

function ShopsPage() {
  const { t } = useLingui()
  const query = useListShops()
  return (
    <Page title={t`Shops`}>
      <StateView
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={<Notice icon="empty" title={t`No shop is connected yet`} />}
      >
        {({ data }) => (
          <ul>
            {data.map(({ id, domain }) => (
              <li key={id}>{domain}</li>
            ))}
          </ul>
        )}
      </StateView>
    </Page>
  )
}
