import { useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import type { ObjectSwitch } from '../../api/generated/model/index.ts'
import {
  getListObjectSwitchesQueryKey,
  listObjectSwitches,
  useDeleteObjectSwitch,
} from '../../api/generated/pushes/pushes.ts'
import { useRows } from '../../api/rows.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { RowList } from '../../parts/row-list.tsx'
import { useMay } from '../../shell/caller.ts'
import { Section } from './section.tsx'

/** Objects whose changes are not sent to the shop, whatever its settings say. */
export function ObjectSwitches({ shopId }: { shopId: string }) {
  const { t } = useLingui()
  const may = useMay()
  const rows = useRows({
    key: getListObjectSwitchesQueryKey(shopId),
    read: (query, options) => listObjectSwitches(shopId, query, options),
    query: {},
  })
  const remove = useDeleteObjectSwitch({ mutation: { onSettled: () => void rows.refetch() } })
  return (
    <Section
      title={t`Objects that are not sent`}
      text={t`Changes of these objects are held, whatever the switches above say. An object is switched off on its own page.`}
    >
      <RowList<ObjectSwitch>
        label={t`Objects that are not sent`}
        rows={rows}
        idOf={({ table, object }) => `${table}/${object}`}
        columns={[
          { id: 'object', header: t`Object`, cell: ({ table, object }) => `${table}/${object}` },
          {
            id: 'remove',
            header: t`Action`,
            cell: ({ table, object }) =>
              may('operate') ? (
                <Button
                  size="xs"
                  variant="default"
                  loading={remove.isPending && remove.variables.object === object}
                  onClick={() => remove.mutate({ id: shopId, table, object })}
                >
                  {t`Send it again`}
                </Button>
              ) : null,
          },
        ]}
        empty={<Text size="sm">{t`None: every object follows the switches above.`}</Text>}
      />
      {remove.error && <FailedText error={remove.error} />}
    </Section>
  )
}
