export { readAhead } from '../sync/read-ahead.ts'
