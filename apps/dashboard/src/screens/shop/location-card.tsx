import { useLingui } from '@lingui/react/macro'
import { NativeSelect, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import {
  getListShopLocationsQueryKey,
  useListShopLocations,
  useSetDefaultLocation,
} from '../../api/generated/shops/shops.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { Saved } from './saved.tsx'
import { Section } from './section.tsx'

/** Where stock changes go that name no location. */
export function LocationCard({ shopId, isLocked }: { shopId: string; isLocked: boolean }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const query = useListShopLocations(shopId)
  const save = useSetDefaultLocation({
    mutation: { onSuccess: (answer) => queries.setQueryData(getListShopLocationsQueryKey(shopId), answer) },
  })
  return (
    <Section
      title={t`Default location`}
      text={t`Stock changes that name no location go here. A shop with a single location needs none.`}
    >
      <StateView
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={<Text size="sm">{t`No location is mirrored, or the platform has none.`}</Text>}
      >
        {({ data }) => (
          <NativeSelect
            label={t`Location`}
            maw={320}
            disabled={isLocked}
            aria-disabled={save.isPending}
            value={data.find(({ is_default }) => is_default)?.id ?? ''}
            onChange={({ currentTarget }) =>
              !save.isPending && save.mutate({ id: shopId, data: { location: currentTarget.value || null } })
            }
            data={[
              { value: '', label: t`None: each change names one` },
              ...data.map(({ id, name }) => ({ value: id, label: name ?? id })),
            ]}
          />
        )}
      </StateView>
      <Saved isShown={save.isSuccess} />
      {save.error && <FailedText error={save.error} />}
    </Section>
  )
}
