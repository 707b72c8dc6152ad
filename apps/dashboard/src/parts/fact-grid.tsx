import { Paper, SimpleGrid, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import parts from './parts.module.css'

/** What is known of one thing: `Fact`s side by side. */
export function FactGrid({ children }: { children: ReactNode }) {
  return (
    <Paper className={parts.card} p="md">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} component="dl" m={0}>
        {children}
      </SimpleGrid>
    </Paper>
  )
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  )
}
