export { ApiConfig } from './config.ts'
