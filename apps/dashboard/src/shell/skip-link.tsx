import { Trans } from '@lingui/react/macro'
import classes from './shell.module.css'

/** The first stop of the Tab key: past the navigation. */
export function SkipLink() {
  return (
    <a href="#main" className={classes.skip}>
      <Trans>Skip to content</Trans>
    </a>
  )
}
