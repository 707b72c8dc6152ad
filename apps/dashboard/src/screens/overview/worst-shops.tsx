import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { WorstShop } from '../../api/generated/model/index.ts'
import { Count } from '../../parts/amount.tsx'
import { FarLink } from '../../parts/far-link.tsx'
import { Table } from '../../parts/table.tsx'
import { Section } from './section.tsx'

/** Shops with the most failures of the last 24 hours. */
export function WorstShops({ shops }: { shops: readonly WorstShop[] }) {
  const { t } = useLingui()
  return (
    <Section title={t`Most failures in 24 hours`}>
      {shops.length === 0 ? (
        <Text size="sm">{t`Nothing has failed.`}</Text>
      ) : (
        <Table
          label={t`Most failures in 24 hours`}
          rows={shops}
          idOf={({ shop_id }) => shop_id}
          columns={[
            {
              id: 'shop',
              header: t`Shop`,
              cell: ({ shop_id, domain }) => <FarLink to={`/shops/${shop_id}`}>{domain}</FarLink>,
            },
            { id: 'platform', header: t`Platform`, cell: ({ platform }) => platform },
            {
              id: 'failed',
              header: t`Failed`,
              align: 'right',
              cell: ({ shop_id, failed }) => (
                <FarLink to={`/activity?shop=${shop_id}&status=failed&within=24h`}>
                  <Count value={failed} />
                </FarLink>
              ),
            },
            {
              id: 'succeeded',
              header: t`Succeeded`,
              align: 'right',
              cell: ({ succeeded }) => <Count value={succeeded} />,
            },
          ]}
        />
      )}
    </Section>
  )
}
