import { join } from 'node:path'
import { createJiti } from 'jiti'
import { ROOT } from './run-command.mjs'

/** `npm run score-validator [PART…] [--seeds N] [--fresh]`: holds the proof against worlds whose truth is known, and prints the table of docs/validation.md. Runs that were kept are not repeated. */
await createJiti(import.meta.url, { fsCache: false }).import(join(ROOT, 'test', 'validator', 'main.ts'))
