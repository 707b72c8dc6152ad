import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { Session } from '../../api/generated/model/index.ts'
import {
  endOtherSessions,
  endSession,
  getListSessionsQueryKey,
  useListSessions,
} from '../../api/generated/sign-in/sign-in.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { Section } from '../../parts/section.tsx'
import { StateView } from '../../parts/state-view.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { Time } from '../../parts/time.tsx'

export function Sessions() {
  const { t } = useLingui()
  const columns = useColumns()
  const readAgain = useReadAgain()
  const sessions = useListSessions()
  return (
    <Section title={t`Where you are signed in`}>
      <StateView query={sessions}>
        {({ data }) => (
          <>
            <Table label={t`Sessions`} columns={columns} rows={data} idOf={({ id }) => id} />
            {data.length > 1 && (
              <div>
                <ConfirmButton
                  label={t`End all others`}
                  title={t`End all other sessions?`}
                  text={t`Every other browser is signed out with its next request.`}
                  onConfirm={() => endOtherSessions().then(readAgain)}
                />
              </div>
            )}
          </>
        )}
      </StateView>
    </Section>
  )
}

function useColumns(): Column<Session>[] {
  const { t } = useLingui()
  return [
    { id: 'browser', header: t`Browser`, cell: ({ browser }) => browser ?? t`Unknown` },
    { id: 'address', header: t`Address`, cell: ({ address }) => address ?? t`Unknown` },
    { id: 'since', header: t`Signed in`, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'end', header: t`Session`, cell: (session) => <End session={session} /> },
  ]
}

function End({ session: { id, current } }: { session: Session }) {
  const { t } = useLingui()
  const readAgain = useReadAgain()
  if (current) return <Trans>this one</Trans>
  return (
    <ConfirmButton
      size="xs"
      label={t`End`}
      title={t`End this session?`}
      text={t`That browser is signed out with its next request.`}
      onConfirm={() => endSession(id).then(readAgain)}
    />
  )
}

function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: getListSessionsQueryKey() })
}
