import { useLingui } from '@lingui/react/macro'
import { Group } from '@mantine/core'
import { leaveAccount } from '../../api/generated/people/people.ts'
import { openAfresh } from '../../api/session.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Section } from '../../parts/section.tsx'

export function Leave({ name }: { name: string }) {
  const { t } = useLingui()
  return (
    <Section title={t`Leave`}>
      <Group>
        <ConfirmButton
          label={t`Leave this account`}
          title={t`Leave ${name}?`}
          text={t`You see its shops no longer. To come back you need a new invitation.`}
          onConfirm={async () => {
            await leaveAccount()
            openAfresh('/')
          }}
        />
      </Group>
    </Section>
  )
}
