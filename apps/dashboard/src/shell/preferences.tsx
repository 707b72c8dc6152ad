import { useLingui } from '@lingui/react/macro'
import { ActionIcon, type MantineColorScheme, NativeSelect, Popover, Stack, useMantineColorScheme } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Icon } from '../parts/icon.tsx'
import { currentLanguage, type Language, languages, setLanguage } from '../texts/texts.ts'

/** Language and theme; both are kept in this browser. */
export function Preferences() {
  const { t } = useLingui()
  return (
    <Popover position="bottom-end" withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size="lg" aria-label={t`Language and theme`}>
          <Icon name="preferences" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Language and theme`}>
        <Stack gap="sm" w={200}>
          <LanguageSelect />
          <ThemeSelect />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function LanguageSelect() {
  const { t } = useLingui()
  const queries = useQueryClient()
  const choose = async (language: Language) => {
    await setLanguage(language)
    // The api words problems in the language of the call.
    await queries.invalidateQueries()
  }
  return (
    <NativeSelect
      label={t`Language`}
      value={currentLanguage()}
      data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      onChange={({ currentTarget }) => void choose(currentTarget.value as Language)}
    />
  )
}

function ThemeSelect() {
  const { t } = useLingui()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <NativeSelect
      label={t`Theme`}
      value={colorScheme}
      data={[
        { value: 'auto', label: t`Like the system` },
        { value: 'light', label: t`Light` },
        { value: 'dark', label: t`Dark` },
      ]}
      onChange={({ currentTarget }) => setColorScheme(currentTarget.value as MantineColorScheme)}
    />
  )
}
