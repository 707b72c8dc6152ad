export { describeSettings } from './describe.ts'
export { loadConfig } from './load.ts'
export { type CreateLoggerOptions, createLogger, type Logger } from './logger.ts'
export { listSettings, type Setting } from './settings.ts'
