import type { Logger } from '@shopmirror/config'
import type { Repositories } from '@shopmirror/db'
import type { Enqueue } from '@shopmirror/jobs'
import type { BrowserBinding } from './browser-binding.ts'

/** What every kind of install needs. */
export interface InstallDeps {
  db: Repositories
  enqueue: Enqueue
  browsers: BrowserBinding
  log: Logger
  now(): Date
}
