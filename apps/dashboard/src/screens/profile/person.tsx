import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Me } from '../../api/generated/model/index.ts'
import { updateMe } from '../../api/generated/sign-in/sign-in.ts'
import { ActionForm } from '../../parts/action-form.tsx'
import { Section } from '../../parts/section.tsx'
import { type Language, languages, setLanguage } from '../../texts/texts.ts'

export function Person({ me }: { me: Me }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(me.name ?? '')
  const [language, choose] = useState<Language | ''>(me.language ?? '')
  const save = async () => {
    await updateMe({ name, language: language || null })
    if (language) await setLanguage(language)
    await queries.invalidateQueries()
  }
  return (
    <Section title={t`You`}>
      <ActionForm submit={t`Save`} onSubmit={save}>
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
      </ActionForm>
    </Section>
  )
}
