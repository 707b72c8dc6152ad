import { Center, Paper, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Preferences } from '../shell/preferences.tsx'
import { Page } from './page.tsx'

/** A screen for who is not signed in: no navigation, one thing to do. */
export function PlainPage({
  title,
  description,
  children,
}: {
  title: string
  description?: ReactNode
  children: ReactNode
}) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="lg" w="100%" maw={440}>
        <Stack>
          <Page title={title} description={description} actions={<Preferences />}>
            {children}
          </Page>
        </Stack>
      </Paper>
    </Center>
  )
}
