// npm run generate-shopify: checks the GraphQL documents against Shopify's schema and writes their types and costs.
// With --check it writes nothing, and fails when that would have changed something.
import { readFileSync, writeFileSync } from 'node:fs'
import { documentsFile, generateDocuments } from '@shopmirror/platforms/shopify/generate'

const documents = await generateDocuments()
if (!process.argv.includes('--check')) writeFileSync(documentsFile, documents)
else if (documents !== readFileSync(documentsFile, 'utf8')) {
  process.stderr.write(`${documentsFile} is stale: run npm run generate-shopify\n`)
  process.exitCode = 1
}
