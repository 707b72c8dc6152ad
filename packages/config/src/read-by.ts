import { z } from 'zod'
import { SettingsError } from './settings-error.ts'

/** Transforms with `read`; its `SettingsError` becomes the issue of this setting. */
export const readBy =
  <Value>(read: (text: string) => Value) =>
  (text: string, context: z.RefinementCtx): Value => {
    try {
      return read(text)
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      context.addIssue({ code: 'custom', message: error.message.replace(/^[A-Z_]+:? (is )?/, '$1') })
      return z.NEVER
    }
  }
