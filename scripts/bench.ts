// npm run bench [-- part-of-a-name …]: every bench, or those whose name has the part in it.
import { onShutdown } from './shutdown.ts'

onShutdown(async () => undefined)
await import('../bench/run.ts')
