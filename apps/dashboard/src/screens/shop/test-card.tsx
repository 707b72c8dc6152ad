import { useLingui } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import type { ShopTest } from '../../api/generated/model/index.ts'
import { useTestShop } from '../../api/generated/shops/shops.ts'
import { Button } from '../../parts/button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { useMay } from '../../shell/caller.ts'
import { Section } from './section.tsx'

/** Calls the shop now, and says what it answered. */
export function TestCard({ shopId }: { shopId: string }) {
  const { t } = useLingui()
  const may = useMay()
  const test = useTestShop()
  if (!may('operate')) return null
  return (
    <Section title={t`Connection`} text={t`Makes real calls with the shop’s access.`}>
      <div>
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ id: shopId })}>
          {t`Test the connection`}
        </Button>
      </div>
      <div role="status">{test.data && <Result result={test.data.data} />}</div>
      {test.error && <FailedText error={test.error} />}
    </Section>
  )
}

function Result({ result: { ok, took_ms, name, findings, reason } }: { result: ShopTest }) {
  const { t } = useLingui()
  if (ok)
    return (
      <Alert color="green" variant="outline" title={t`The connection works`}>
        {t`${name} answered within ${took_ms} ms.`}
      </Alert>
    )
  return (
    <Alert color="red" variant="outline" title={t`The connection does not work`}>
      {findings.length === 0 ? reason : findings.map(({ part, detail }) => <div key={part + detail}>{detail}</div>)}
    </Alert>
  )
}
