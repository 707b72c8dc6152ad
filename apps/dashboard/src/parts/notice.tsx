import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import classes from './parts.module.css'

export interface NoticeProps {
  icon: IconName
  title: string
  text?: ReactNode
  /** What the reader can do: a link or a button. */
  action?: ReactNode
}

/** Instead of content: why there is none, and what to do. */
export function Notice({ icon, title, text, action }: NoticeProps) {
  return (
    <Stack className={classes.notice} align="center" gap="xs" py={48} px="md" ta="center">
      <Icon name={icon} size={32} />
      <Title order={2} size="h4">
        {title}
      </Title>
      {text && (
        <Text c="dimmed" maw={480}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  )
}
