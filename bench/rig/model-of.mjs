import { join } from 'node:path'
import { loadConfig } from '../../dist/config/load-config.js'
import { ROOT } from './places.mjs'

const PATHS = {
  replay: join(ROOT, 'bench', 'replay', 'telltale.config.ts'),
  both: join(ROOT, 'bench', 'replay', 'both.config.ts'),
  proof: join(ROOT, 'bench', 'proof', 'telltale.config.ts'),
  discover: join(ROOT, 'bench', 'proof', 'discover.config.ts'),
  panel: join(ROOT, 'bench', 'replay', 'panel.config.ts'),
  work: join(ROOT, 'bench', 'work', 'telltale.config.mjs'),
  // What the filled stores were judged by: the demo's own may grow.
  product: join(ROOT, 'bench', 'world', 'product.config.ts'),
}

export const configPath = (name) => PATHS[name]

/** The compiled model of one of the configurations that are measured. */
export async function modelOf(name) {
  const { model, problems, error } = await loadConfig(PATHS[name])
  if (model !== null) return model
  throw new Error(`${PATHS[name]}: ${error?.message ?? problems.map((one) => one.message).join('; ')}`)
}
