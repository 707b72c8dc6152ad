import { Trans, useLingui } from '@lingui/react/macro'
import { Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { RepairRehearsal, StartSyncBodyResourcesItem } from '../../api/generated/model/index.ts'
import { getGetShopProgressQueryKey, useRehearseRepair } from '../../api/generated/shops/shops.ts'
import { startSync } from '../../api/generated/syncs/syncs.ts'
import { Count } from '../../parts/amount.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Duration } from '../../parts/duration.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Time } from '../../parts/time.tsx'
import { useResourceLabel } from './labels.ts'

export interface RepairButtonProps {
  shopId: string
  resource: StartSyncBodyResourcesItem
}

/** Reads one resource completely again, after it was said what that takes. */
export function RepairButton({ shopId, resource }: RepairButtonProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const name = useResourceLabel()(resource)
  return (
    <ConfirmButton
      size="xs"
      label={t`Repair`}
      title={t`Read ${name} completely again?`}
      text={<Rehearsal shopId={shopId} resource={resource} />}
      onConfirm={async () => {
        await startSync(shopId, { type: 'full', resources: [resource] })
        await queries.invalidateQueries({ queryKey: getGetShopProgressQueryKey(shopId) })
      }}
    />
  )
}

function Rehearsal({ shopId, resource }: RepairButtonProps) {
  const query = useRehearseRepair(shopId, resource)
  return <StateView query={query}>{({ data }) => <Takes rehearsal={data} />}</StateView>
}

function Takes({ rehearsal: { rows, last } }: { rehearsal: RepairRehearsal }) {
  return (
    <Stack gap="xs">
      <Text size="sm" component="div">
        <Trans>
          Every object is read and compared, and what is gone from the shop is marked as deleted. In the mirror now:{' '}
          <Count value={rows} />.
        </Trans>
      </Text>
      <Text size="sm" component="div">
        {last ? (
          <Trans>
            The last time (<Time at={last.finished_at} />) it took <Count value={last.calls} /> calls to the shop and{' '}
            <Duration seconds={last.seconds} />.
          </Trans>
        ) : (
          <Trans>It was not read completely yet, so nobody knows how many calls and minutes it takes.</Trans>
        )}
      </Text>
    </Stack>
  )
}
