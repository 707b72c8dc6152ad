import { Trans, useLingui } from '@lingui/react/macro'
import { Alert, Group, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import {
  beginProviderLink,
  getGetProviderLinkQueryKey,
  removeProviderLink,
  useGetProviderLink,
} from '../../api/generated/sign-in/sign-in.ts'
import { useAction } from '../../api/use-action.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FailedText } from '../../parts/failed-text.tsx'
import { Section } from '../../parts/section.tsx'
import { Time } from '../../parts/time.tsx'

/** The identity provider of the deployment; nothing where there is none. */
export function Provider({ hasFailed }: { hasFailed: boolean }) {
  const provider = useGetProviderLink().data?.data
  if (!provider?.name) return null
  const { name, linked_at } = provider
  return (
    <Section title={name}>
      {hasFailed && !linked_at && (
        <Alert color="red" variant="outline" role="alert">
          <Trans>{name} was not linked. Perhaps that login belongs to somebody else here.</Trans>
        </Alert>
      )}
      {linked_at ? <Linked name={name} at={linked_at} /> : <LinkIt name={name} />}
    </Section>
  )
}

function Linked({ name, at }: { name: string; at: string }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  return (
    <Group>
      <Text size="sm" component="div">
        <Trans>
          You can sign in with {name}. Linked <Time at={at} />.
        </Trans>
      </Text>
      <ConfirmButton
        size="xs"
        label={t`Unlink`}
        title={t`Unlink ${name}?`}
        text={t`You sign in with your password or a passkey from then on.`}
        onConfirm={async () => queries.setQueryData(getGetProviderLinkQueryKey(), await removeProviderLink())}
      />
    </Group>
  )
}

function LinkIt({ name }: { name: string }) {
  const { run, error, isPending } = useAction(async () => location.assign((await beginProviderLink()).data.url))
  return (
    <>
      <Text size="sm">
        <Trans>Link it, and you can sign in with {name}, too. The address there may be another one.</Trans>
      </Text>
      <Group>
        <Button variant="default" loading={isPending} onClick={() => void run()}>
          <Trans>Link {name}</Trans>
        </Button>
      </Group>
      {error !== undefined && <FailedText error={error} />}
    </>
  )
}
