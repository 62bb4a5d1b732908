import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Filled stores and everything else that a run leaves behind; may be deleted at any time. */
export const DATA = process.env.TELLTALE_BENCH_DATA ?? join(ROOT, 'bench', '.data')
export const RESULTS = join(ROOT, 'bench', 'results')
