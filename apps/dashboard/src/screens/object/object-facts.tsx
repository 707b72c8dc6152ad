import { Trans, useLingui } from '@lingui/react/macro'
import { Paper, Stack, Text } from '@mantine/core'
import type { MirroredObject } from '../../api/generated/model/index.ts'
import { useGetShop } from '../../api/generated/shops/shops.ts'
import { FarLink } from '../../parts/far-link.tsx'
import parts from '../../parts/parts.module.css'
import { Status } from '../../parts/status.tsx'
import { Time } from '../../parts/time.tsx'

/** How the object stands in the copy now. */
export function ObjectFacts({ object, shopId }: { object: MirroredObject; shopId: string }) {
  const { t } = useLingui()
  const { data } = useGetShop(shopId)
  const { table, external_id, owner, version, synced_at, deleted_at } = object
  return (
    <Paper className={parts.card} p="md">
      <Stack gap={4}>
        <Status tone={deleted_at ? 'bad' : 'good'} label={deleted_at ? t`Deleted in the shop` : t`In the copy`} />
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <code>
            {table}/{external_id}
          </code>{' '}
          <FarLink to={`/shops/${shopId}`} isInText>
            {data?.data.domain ?? shopId}
          </FarLink>
        </Text>
        {owner && (
          <Text size="sm">
            <Trans>
              Belongs to{' '}
              <FarLink to={`/shops/${shopId}/objects/${owner}`} isInText>
                {owner}
              </FarLink>
            </Trans>
          </Text>
        )}
        <Text size="sm">
          <Trans>
            Last written <Time at={synced_at} />, version of the shop <Time at={version} format="exact" />
          </Trans>
        </Text>
      </Stack>
    </Paper>
  )
}
