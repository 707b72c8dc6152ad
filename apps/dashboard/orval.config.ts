import { defineConfig } from 'orval'

/** From `openapi.json`, which `npm run build-dashboard` writes, to one file per tag in `src/api/generated`. */
export default defineConfig({
  api: {
    input: 'openapi.json',
    output: {
      target: 'src/api/generated/index.ts',
      schemas: 'src/api/generated/model',
      mode: 'tags-split',
      client: 'react-query',
      httpClient: 'fetch',
      clean: true,
      override: {
        mutator: { path: 'src/api/request.ts', name: 'request' },
        fetch: { includeHttpResponseReturnType: false },
        query: { signal: true },
      },
    },
  },
})
