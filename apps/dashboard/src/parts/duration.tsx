import { useLingui } from '@lingui/react/macro'

const MINUTE_SECONDS = 60

/** Such as `45 seconds` or `12.5 minutes`; nothing for no time. */
export function Duration({ seconds }: { seconds: number }) {
  const { i18n } = useLingui()
  if (seconds === 0) return <span>–</span>
  const [value, unit] = seconds < MINUTE_SECONDS ? [Math.ceil(seconds), 'second'] : [seconds / MINUTE_SECONDS, 'minute']
  const format = new Intl.NumberFormat(i18n.locale, {
    ...{ style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 },
  } as Intl.NumberFormatOptions)
  return <span>{format.format(value)}</span>
}
