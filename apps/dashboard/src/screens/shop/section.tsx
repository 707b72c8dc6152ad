import { Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import parts from '../../parts/parts.module.css'

export interface SectionProps {
  title: string
  text?: ReactNode
  children?: ReactNode
}

/** A card of the page under a heading of its own. */
export function Section({ title, text, children }: SectionProps) {
  return (
    <Paper className={parts.card} p="md" component="section" aria-label={title}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          {text && (
            <Text size="sm" c="dimmed" component="div">
              {text}
            </Text>
          )}
        </div>
        {children}
      </Stack>
    </Paper>
  )
}
