import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import { Icon, type IconName } from '../parts/icon.tsx'
import { type Permission, useMay } from './caller.ts'
import classes from './shell.module.css'

interface Entry {
  to: LinkProps['to']
  label: MessageDescriptor
  icon: IconName
  /** What a caller needs to see it. */
  permission: Permission
}

/** In the order of the navigation; a screen adds its line. */
const entries: Entry[] = [
  { to: '/', label: msg`Overview`, icon: 'overview', permission: 'read' },
  { to: '/shops', label: msg`Shops`, icon: 'shop', permission: 'read' },
  { to: '/activity', label: msg`Activity`, icon: 'activity', permission: 'read' },
  { to: '/pushes', label: msg`Push queue`, icon: 'push', permission: 'read' },
  { to: '/replay', label: msg`Replay`, icon: 'replay', permission: 'operate' },
  { to: '/quarantine', label: msg`Quarantine`, icon: 'lock', permission: 'read' },
  { to: '/alerts', label: msg`Alerts`, icon: 'alert', permission: 'read' },
  { to: '/privacy', label: msg`Privacy desk`, icon: 'privacy', permission: 'read' },
  { to: '/people', label: msg`People`, icon: 'people', permission: 'read' },
  { to: '/keys', label: msg`API keys`, icon: 'key', permission: 'manage' },
  { to: '/audit', label: msg`Audit log`, icon: 'audit', permission: 'manage' },
]

/** Links to the screens that the caller may see. */
export function Navigation() {
  const { i18n } = useLingui()
  const may = useMay()
  return (
    <ul className={classes.list}>
      {entries
        .filter(({ permission }) => may(permission))
        .map(({ to, label, icon }) => (
          <li key={to}>
            <Link to={to} className={classes.link} activeOptions={{ exact: to === '/', includeSearch: false }}>
              <Icon name={icon} />
              {i18n._(label)}
            </Link>
          </li>
        ))}
    </ul>
  )
}
