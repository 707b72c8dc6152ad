import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Me } from '../../api/generated/model/index.ts'
import { updateMe } from '../../api/generated/sign-in/sign-in.ts'
import { useAction } from '../../api/use-action.ts'
import { FailedText } from '../../parts/failed-text.tsx'
import { Section } from '../../parts/section.tsx'
import { type Language, languages, setLanguage } from '../../texts/texts.ts'

export function Person({ me }: { me: Me }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(me.name ?? '')
  const [language, choose] = useState<Language | ''>(me.language ?? '')
  const { run, error, isPending } = useAction(async () => {
    await updateMe({ name, language: language || null })
    if (language) await setLanguage(language)
    await queries.invalidateQueries()
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <Section title={t`You`}>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t`Name`}
            required
            maxLength={100}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <NativeSelect
            label={t`Language`}
            value={language}
            data={[
              { value: '', label: t`Like the browser` },
              ...Object.entries(languages).map(([value, label]) => ({ value, label })),
            ]}
            onChange={({ currentTarget }) => choose(currentTarget.value as Language | '')}
          />
          <Button type="submit" loading={isPending}>
            <Trans>Save</Trans>
          </Button>
        </Group>
        {error !== undefined && <FailedText error={error} />}
      </form>
    </Section>
  )
}
