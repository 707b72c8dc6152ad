import { Trans, useLingui } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { basePath } from '../api/base.ts'
import type { Me } from '../api/generated/model/index.ts'
import { selectAccount, signOut, useGetMe } from '../api/generated/sign-in/sign-in.ts'
import { openAfresh } from '../api/session.ts'
import { Button, LinkButton } from '../parts/button.tsx'

/** Who is signed in, and the account that is looked at. */
export function AccountMenu() {
  const { data, isPending } = useGetMe()
  if (isPending) return null
  return data ? <SignedIn me={data.data} /> : <SignedOut />
}

function SignedOut() {
  return (
    <LinkButton component="a" href={`${basePath}/sign-in`} size="xs" variant="default">
      <Trans>Sign in</Trans>
    </LinkButton>
  )
}

function SignedIn({ me }: { me: Me }) {
  const { t } = useLingui()
  const choose = async (account: string) => {
    await selectAccount({ account_id: account })
    openAfresh('/')
  }
  const leave = async () => {
    await signOut()
    openAfresh('/sign-in')
  }
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button size="xs" variant="default" maw={180}>
          {me.account?.name ?? me.name ?? t`No account`}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.email ?? t`API key`}</Menu.Label>
        {me.accounts
          .filter(({ id }) => id !== me.account?.id)
          .map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => void choose(id)}>
              <Trans>Work in {name}</Trans>
            </Menu.Item>
          ))}
        <Menu.Item component={Link} to="/profile">
          <Trans>Profile</Trans>
        </Menu.Item>
        <Menu.Item component={Link} to="/account">
          <Trans>Account</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
