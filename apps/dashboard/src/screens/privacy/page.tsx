import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { Page } from '../../parts/page.tsx'
import { Erasures } from './erasures.tsx'
import { Requests } from './requests.tsx'
import type { PrivacySearch } from './route.tsx'

export const page = createLazyRoute('/shell/privacy')({ component: PrivacyPage })

function PrivacyPage() {
  const { t } = useLingui()
  const search: PrivacySearch = page.useSearch()
  const navigate = page.useNavigate()
  const change = (next: PrivacySearch) =>
    void navigate({ search: (old: PrivacySearch) => ({ ...old, ...next }), replace: true })
  const tab = search.tab ?? 'requests'
  return (
    <Page
      title={t`Privacy desk`}
      description={t`Requests of customers and shops about their data, and proof of what was deleted.`}
    >
      <Tabs value={tab} onChange={(next) => change({ tab: (next ?? undefined) as PrivacySearch['tab'] })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="requests">{t`Requests`}</Tabs.Tab>
          <Tabs.Tab value="erasures">{t`Erased shops`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="requests">{tab === 'requests' && <Requests search={search} onChange={change} />}</Tabs.Panel>
        <Tabs.Panel value="erasures">{tab === 'erasures' && <Erasures search={search} />}</Tabs.Panel>
      </Tabs>
    </Page>
  )
}
