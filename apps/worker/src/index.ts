export { WorkerConfig } from './config.ts'
export { migrateAllTokens } from './token-migration.ts'
