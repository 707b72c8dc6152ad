import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import classes from './shell.module.css'

export function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <Group gap={8} wrap="nowrap">
        <svg viewBox="0 0 32 32" width={26} height={26} aria-hidden="true">
          <rect width="32" height="32" rx="8" fill="#4263eb" />
          <path d="M9 8v16M23 8v16" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
          <path d="M16 6v20" stroke="#bac8ff" strokeWidth="2" strokeDasharray="3 3" />
        </svg>
        <Text fw={650}>Shopmirror</Text>
      </Group>
    </Link>
  )
}
