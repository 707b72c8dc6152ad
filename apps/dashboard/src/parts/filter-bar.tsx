import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type ReactNode, useEffect, useState } from 'react'
import { Icon } from './icon.tsx'
import classes from './parts.module.css'

/** Between the last letter and the search, ms. */
const SEARCH_AFTER_MS = 300

/** Filters above a list, each of whose values is one in the address. */
export function FilterBar({ children }: { children: ReactNode }) {
  return <search className={classes.filters}>{children}</search>
}

export interface SearchFilterProps {
  label: string
  placeholder?: string
  /** What the address says. */
  value: string | undefined
  /** `undefined` when nothing is searched for. */
  onChange: (value: string | undefined) => void
}

/** A text that is searched for while it is written. */
export function SearchFilter({ label, placeholder, value = '', onChange }: SearchFilterProps) {
  const [text, setText] = useState(value)
  // The address may change by itself: back, or a link.
  useEffect(() => setText(value), [value])
  const search = useDebouncedCallback((written: string) => onChange(written.trim() || undefined), SEARCH_AFTER_MS)
  return (
    <TextInput
      type="search"
      label={label}
      value={text}
      leftSection={<Icon name="search" size={16} />}
      {...(placeholder !== undefined && { placeholder })}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        search(currentTarget.value)
      }}
    />
  )
}

export interface SelectFilterProps<Value extends string> {
  label: string
  value: Value | undefined
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value | undefined) => void
}

/** One of a few values, or all. */
export function SelectFilter<Value extends string>({ label, value, options, onChange }: SelectFilterProps<Value>) {
  const { t } = useLingui()
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      data={[{ value: '', label: t`All` }, ...options]}
      onChange={({ currentTarget }) => onChange((currentTarget.value || undefined) as Value | undefined)}
    />
  )
}
