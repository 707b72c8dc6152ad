import { useLingui } from '@lingui/react/macro'
import { Status } from '../../parts/status.tsx'

/** Beside a button: what was changed is stored. */
export function Saved({ isShown }: { isShown: boolean }) {
  const { t } = useLingui()
  return <div role="status">{isShown && <Status tone="good" label={t`Saved`} />}</div>
}
