import { useLingui } from '@lingui/react/macro'
import { PasswordInput } from '@mantine/core'

export interface PasswordFieldProps {
  label: string
  description?: string
  autoComplete?: 'current-password' | 'new-password'
  value: string
  onChange: (value: string) => void
}

/** A password that has to be given. */
export function PasswordField({ onChange, ...field }: PasswordFieldProps) {
  const { t } = useLingui()
  return (
    <PasswordInput
      {...field}
      required
      visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  )
}
