import { Anchor } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactNode } from 'react'
import { basePath } from '../api/base.ts'

export interface FarLinkProps {
  to: string
  children: ReactNode
  /** Among other words its colour alone would not tell it from them. */
  isInText?: boolean
}

/** A link to a screen by its address below `/dashboard`, for addresses that are put together from data. */
export function FarLink({ to, children, isInText = false }: FarLinkProps) {
  const router = useRouter()
  const open = (event: MouseEvent) => {
    // A new tab or window is the browser's.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    router.history.push(`${basePath}${to}`)
  }
  return (
    <Anchor href={`${basePath}${to}`} onClick={open} inherit underline={isInText ? 'always' : 'hover'}>
      {children}
    </Anchor>
  )
}
