import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useId, useState } from 'react'
import { useGetShop, useListShops } from '../api/generated/shops/shops.ts'
import { Icon } from './icon.tsx'

/** Between the last letter and the search, ms. */
const SEARCH_AFTER_MS = 300
const SUGGESTIONS = 10

export interface ShopFilterProps {
  /** Id of the shop that the address names. */
  value: string | undefined
  /** `undefined`: all shops. */
  onChange: (id: string | undefined) => void
}

/** One shop, found by a part of its name, or all. */
export function ShopFilter({ value, onChange }: ShopFilterProps) {
  const { t } = useLingui()
  const list = useId()
  const named = useGetShop(value ?? '', { query: { enabled: value !== undefined } })
  const domain = value === undefined ? '' : (named.data?.data.domain ?? value)
  const [text, setText] = useState(domain)
  useEffect(() => setText(domain), [domain])
  const [wanted] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS)
  const isSearch = wanted !== '' && wanted !== domain
  const found = useListShops({ q: wanted, limit: SUGGESTIONS }, { query: { enabled: isSearch } })
  const shops = found.data?.data ?? []
  const match = isSearch ? shops.find((each) => each.domain === wanted)?.id : undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: the shop that was written, once it is found
  useEffect(() => {
    if (match !== undefined) onChange(match)
  }, [match])
  const change = (written: string) => {
    setText(written)
    if (written.trim() === '') onChange(undefined)
  }
  return (
    <>
      <TextInput
        type="search"
        label={t`Shop`}
        placeholder={t`All shops`}
        value={text}
        list={list}
        autoComplete="off"
        leftSection={<Icon name="shop" size={16} />}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <datalist id={list}>
        {shops.map(({ id, domain: name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  )
}
