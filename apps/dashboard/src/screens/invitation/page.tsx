import { Trans, useLingui } from '@lingui/react/macro'
import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { createLazyRoute } from '@tanstack/react-router'
import type { ReadInvitation200Data } from '../../api/generated/model/index.ts'
import { readInvitation, useGetMe } from '../../api/generated/sign-in/sign-in.ts'
import { PlainPage } from '../../parts/plain-page.tsx'
import { useRoleLabel } from '../../parts/role-label.ts'
import { StateView } from '../../parts/state-view.tsx'
import { Time } from '../../parts/time.tsx'
import { useLinkToken } from '../../parts/use-link-token.ts'
import { AcceptForm } from './accept-form.tsx'

export const page = createLazyRoute('/invitations/$id')({ component: InvitationPage })

function InvitationPage() {
  const { t } = useLingui()
  const { id } = page.useParams()
  const token = useLinkToken()
  const invitation = useQuery({
    queryKey: ['invitation', id, token],
    queryFn: () => readInvitation({ token: token || '-' }),
  })
  const me = useGetMe().data?.data
  return (
    <PlainPage title={t`Invitation`}>
      <StateView query={invitation}>
        {({ data }) => <Shown invitation={data} token={token} isSignedIn={me?.email === data.email} />}
      </StateView>
    </PlainPage>
  )
}

interface ShownProps {
  invitation: ReadInvitation200Data
  token: string
  isSignedIn: boolean
}

function Shown({ invitation: { account, email, role, expires_at }, ...form }: ShownProps) {
  const named = useRoleLabel()(role)
  return (
    <>
      <Text>
        <Trans>
          You are invited to the account {account}. Your role: {named}. The invitation is for {email} and ends{' '}
          <Time at={expires_at} />.
        </Trans>
      </Text>
      <AcceptForm {...form} />
    </>
  )
}
