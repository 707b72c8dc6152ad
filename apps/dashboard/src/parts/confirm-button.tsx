import { Trans } from '@lingui/react/macro'
import { Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { FailedText } from './failed-text.tsx'

export interface ConfirmButtonProps extends Omit<ButtonProps, 'children'> {
  /** Of the button, such as `Disconnect`. */
  label: string
  /** The question, such as `Disconnect shop.example?`. */
  title: string
  /** What happens, in words; what cannot be undone. */
  text: ReactNode
  /** Resolves when it is done; what it throws is shown in the dialog. */
  onConfirm: () => Promise<unknown>
}

/** A button whose press asks first and says what happens. */
export function ConfirmButton({ label, title, text, onConfirm, ...button }: ConfirmButtonProps) {
  const [isOpen, { open, close }] = useDisclosure()
  const [error, setError] = useState<unknown>()
  const [isPending, setPending] = useState(false)
  const confirm = async () => {
    setPending(true)
    setError(undefined)
    try {
      await onConfirm()
      close()
    } catch (failure) {
      setError(failure)
    } finally {
      setPending(false)
    }
  }
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      {/* Locking the page's scroll would add a style that the content security policy refuses. */}
      <Modal opened={isOpen} onClose={close} title={title} centered lockScroll={false}>
        <Stack>
          <Text size="sm" component="div">
            {text}
          </Text>
          {error !== undefined && <FailedText error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              <Trans>Cancel</Trans>
            </Button>
            <Button color={button.color ?? 'red.8'} loading={isPending} onClick={() => void confirm()}>
              {label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
