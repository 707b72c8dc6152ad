import type { Logger, PublicUrl } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Enqueue } from '@shopmirror/jobs'
import type { Platform } from '@shopmirror/platforms'
import type { BrowserBinding } from '../ingress/browser-binding.ts'
import type { RedirectUrls } from '../ingress/redirect-urls.ts'
import type { ProgressRefs } from './progress-refs.ts'
import type { Visitors } from './visitor.ts'

/** What the connect pages need. */
export interface ConnectDeps {
  db: Repositories
  enqueue: Enqueue
  platforms: ReadonlyMap<string, Platform>
  browsers: BrowserBinding
  visitors: Visitors
  progressRefs: ProgressRefs
  places: RedirectUrls
  publicUrl: PublicUrl
  log: Logger
  now(): Date
}
