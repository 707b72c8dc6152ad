import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { Platform, Shop } from '../../api/generated/model/index.ts'
import { FarLink } from '../../parts/far-link.tsx'
import type { Column } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'
import { ShopStatus } from './shop-status.tsx'

export function useColumns(platforms: readonly Platform[]): Column<Shop>[] {
  const { t } = useLingui()
  const nameOf = (id: string) => platforms.find((platform) => platform.id === id)?.name ?? id
  return [
    { id: 'shop', header: t`Shop`, cell: (shop) => <Name shop={shop} /> },
    { id: 'platform', header: t`Platform`, cell: ({ platform }) => nameOf(platform) },
    { id: 'status', header: t`State`, cell: ({ status }) => <ShopStatus status={status} /> },
    { id: 'connected', header: t`Connected`, cell: ({ installed_at }) => <Time at={installed_at} /> },
  ]
}

function Name({ shop: { id, domain, name, status_reason } }: { shop: Shop }) {
  return (
    <div>
      <Text fw={600} size="sm" component="div">
        <FarLink to={`/shops/${id}`}>{name ?? domain}</FarLink>
      </Text>
      {name && name !== domain && (
        <Text size="xs" c="dimmed">
          {domain}
        </Text>
      )}
      {status_reason && <Text size="xs">{status_reason}</Text>}
    </div>
  )
}
