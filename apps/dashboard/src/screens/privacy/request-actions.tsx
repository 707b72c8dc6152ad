import { useLingui } from '@lingui/react/macro'
import { Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { PrivacyRequest } from '../../api/generated/model/index.ts'
import {
  completePrivacyRequest,
  exportPrivacyRequest,
  getListPrivacyRequestsQueryKey,
} from '../../api/generated/operations/operations.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'
import { saveFile } from './save-file.ts'

/** Of a customer's request for their data; everything else happens by itself. */
export function RequestActions({ request }: { request: PrivacyRequest }) {
  const { t } = useLingui()
  const may = useMay()
  const client = useQueryClient()
  const { id, kind, finished_at, customer_external_id } = request
  const again = () => client.invalidateQueries({ queryKey: getListPrivacyRequestsQueryKey() })
  const download = useMutation({
    mutationFn: async () => {
      const { data } = await exportPrivacyRequest(id)
      saveFile(`${id}.json`, { ...datesOf(request), data })
    },
    onSettled: again,
  })
  if (kind !== 'data_request' || customer_external_id === null) return <span>–</span>
  if (!may('manage')) return <span>{t`An administrator of the account answers it.`}</span>
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" loading={download.isPending} onClick={() => download.mutate()}>
        {t`Download export`}
      </Button>
      {!finished_at && (
        <ConfirmButton
          label={t`Mark as answered`}
          size="xs"
          color="blue.8"
          title={t`Was the export sent to the merchant?`}
          text={t`The request is closed with today’s date, and its alert ends.`}
          onConfirm={async () => {
            await completePrivacyRequest(id)
            await again()
          }}
        />
      )}
      {download.error && <FailedText error={download.error} />}
    </Group>
  )
}

/** What the file says of the request beside the data. */
function datesOf({ id, domain, platform, request_id, customer_external_id, received_at, due_at }: PrivacyRequest) {
  return {
    ...{ privacy_request: id, shop: domain, platform, request_id, customer_external_id },
    ...{ received_at, due_at, exported_at: new Date().toISOString() },
  }
}
