// npm run bench [-- part-of-a-name …]: runs every bench, or those whose name contains one of the parts.
import { onShutdown } from './shutdown.ts'

onShutdown(async () => undefined)
await import('../bench/run.ts')
