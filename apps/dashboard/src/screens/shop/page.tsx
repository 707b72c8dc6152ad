import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { createLazyRoute } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import type { Shop } from '../../api/generated/model/index.ts'
import { useGetShop } from '../../api/generated/shops/shops.ts'
import { Page } from '../../parts/page.tsx'
import { Loading, StateView } from '../../parts/state-view.tsx'
import { ShopStatus } from '../shops/shop-status.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { ResourcesTab } from './resources-tab.tsx'
import { type Tab, tabs } from './tabs.ts'

export const page = createLazyRoute('/shell/shops/$shopId')({ component: ShopPage })

/** Loaded when they are opened: what they need would make the first load of the page too large. */
const DangerTab = lazy(() => import('./danger-tab.tsx').then((module) => ({ default: module.DangerTab })))
const SettingsTab = lazy(() => import('./settings-tab.tsx').then((module) => ({ default: module.SettingsTab })))
const WebhooksTab = lazy(() => import('./webhooks-tab.tsx').then((module) => ({ default: module.WebhooksTab })))

function ShopPage() {
  const { t } = useLingui()
  const { shopId } = page.useParams()
  const query = useGetShop(shopId)
  const shop = query.data?.data
  const title = shop ? (shop.name ?? shop.domain) : t`Shop`
  return (
    <Page title={title} description={shop && <Subtitle shop={shop} />}>
      <StateView query={query}>{({ data }) => <ShopTabs shop={data} />}</StateView>
    </Page>
  )
}

function Subtitle({ shop: { domain, platform, status } }: { shop: Shop }) {
  return (
    <>
      {domain} · {platform} · <ShopStatus status={status} />
    </>
  )
}

function ShopTabs({ shop }: { shop: Shop }) {
  const { t } = useLingui()
  const { tab = 'overview' } = page.useSearch()
  const navigate = page.useNavigate()
  const labels: Record<Tab, string> = {
    overview: t`Overview`,
    resources: t`Resources and syncs`,
    webhooks: t`Webhooks`,
    settings: t`Settings`,
    danger: t`Danger zone`,
  }
  const contents: Record<Tab, ReactNode> = {
    overview: <OverviewTab shop={shop} />,
    resources: <ResourcesTab shop={shop} />,
    webhooks: <WebhooksTab shop={shop} />,
    settings: <SettingsTab shop={shop} />,
    danger: <DangerTab shop={shop} />,
  }
  const open = (name: string | null) => {
    const chosen = tabs.find((each) => each === name)
    void navigate({ search: chosen === 'overview' ? {} : { tab: chosen }, replace: true })
  }
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg" aria-label={t`Parts of this page`}>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {labels[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((name) => (
        <Tabs.Panel key={name} value={name}>
          <Suspense fallback={<Loading />}>{contents[name]}</Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
