import { type ButtonProps as Look, Button as MantineButton } from '@mantine/core'
import type { ComponentProps, MouseEvent } from 'react'

export type ButtonProps = Look & Omit<ComponentProps<'button'>, keyof Look>

/** While it is loading or disabled a press does nothing, and it keeps the focus, which the browser takes from what is `disabled`. */
export function Button({ loading, disabled = false, onClick, ...button }: ButtonProps) {
  const isOff = loading || disabled
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <MantineButton
      {...button}
      {...(loading !== undefined && { loading })}
      disabled={disabled}
      onClick={press}
      renderRoot={(root) => <button {...root} disabled={false} aria-disabled={isOff || undefined} />}
    />
  )
}

/** A link that looks like a button: give it its `component`. */
export const LinkButton = MantineButton
