export { startWorkers } from '../workers.ts'
