export { describeSettings } from './describe.ts'
export { explainListenError } from './explain-listen.ts'
export { loadConfig } from './load.ts'
export { type CreateLoggerOptions, createLogger, type Logger } from './logger.ts'
export { findMachineFailure, type MachineFailure } from './machine-failure.ts'
export { count, DatabaseConfig, type DatabaseSettings, databaseUrl, processSettings } from './process-settings.ts'
export { createPublicUrl, type PublicUrl } from './public-url.ts'
export { requireOneRedis } from './redis-settings.ts'
export { listSettings, type Setting } from './settings.ts'
export { endOnSettingsError, SettingsError } from './settings-error.ts'
export { loadTracer } from './tracing/load-tracer.ts'
export {
  noTraces,
  type Span,
  type SpanOptions,
  type Tracer,
} from './tracing/tracer.ts'
export { type DatabaseServer, readDatabaseUrl } from './urls/read-database-url.ts'
export { readRedisUrl } from './urls/read-redis-url.ts'
export {
  describeRedisAddress,
  type RedisAddress,
  type RedisSettings,
  readRedisAddress,
  redisAddressNames,
  waitReplicasOf,
} from './urls/redis-address.ts'
