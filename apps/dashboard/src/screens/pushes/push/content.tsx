import { useLingui } from '@lingui/react/macro'
import { Stack, Text, Title } from '@mantine/core'
import type { DetailedPush } from '../../../api/generated/model/index.ts'
import { JsonView } from '../../../parts/json-view.tsx'

/** What the push says, and what the shop answered. */
export function Content({ push: { payload, result } }: { push: DetailedPush }) {
  const { t } = useLingui()
  return (
    <Stack gap="md">
      <Title order={2} size="h4">{t`Content`}</Title>
      {payload ? (
        <JsonView value={payload} label={t`Content of the push`} />
      ) : (
        <Text size="sm">{t`Its content was deleted, by retention or at a customer’s request.`}</Text>
      )}
      {result && (
        <>
          <Title order={2} size="h4">{t`Answer of the shop`}</Title>
          <JsonView value={result} label={t`Answer of the shop`} />
        </>
      )}
    </Stack>
  )
}
