import { Stack } from '@mantine/core'
import type { Shop } from '../../api/generated/model/index.ts'
import { useGetPushSettings } from '../../api/generated/pushes/pushes.ts'
import { useGetShopSettings, useListShopResources } from '../../api/generated/shops/shops.ts'
import { StateView } from '../../parts/state-view.tsx'
import { useMay } from '../../shell/caller.ts'
import { LocationCard } from './location-card.tsx'
import { ObjectSwitches } from './object-switches.tsx'
import { PushForm } from './push-form.tsx'
import { ScheduleForm } from './schedule-form.tsx'
import { TestCard } from './test-card.tsx'

/** What is mirrored and how often, what goes out to the shop, and whether the connection works. */
export function SettingsTab({ shop: { id, status } }: { shop: Shop }) {
  const mayManage = useMay()('manage') && status !== 'uninstalled'
  const settings = useGetShopSettings(id)
  const pushSettings = useGetPushSettings(id)
  const offered = useListShopResources(id).data?.data.map(({ resource }) => resource) ?? []
  return (
    <Stack gap="md">
      <StateView query={settings}>
        {({ data }) => <ScheduleForm shopId={id} settings={data} offered={offered} isLocked={!mayManage} />}
      </StateView>
      <StateView query={pushSettings}>
        {({ data }) => <PushForm shopId={id} settings={data} isLocked={!mayManage} />}
      </StateView>
      <LocationCard shopId={id} isLocked={!mayManage} />
      <ObjectSwitches shopId={id} />
      {status !== 'uninstalled' && <TestCard shopId={id} />}
    </Stack>
  )
}
