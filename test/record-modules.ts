// With node --import: writes the addresses of all modules that the process loads into RECORDED_MODULES_FILE.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  load(url, context, next) {
    appendFileSync(process.env.RECORDED_MODULES_FILE ?? '', `${url}\n`)
    return next(url, context)
  },
})
