import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { type TelltaleError, telltaleError } from '../core/errors.ts'
import { compileModel } from './compile/compile-model.ts'
import type { Config } from './define-config.ts'
import { deliveryOf } from './delivery/compile-delivery.ts'
import { type Delivery, NO_DELIVERY } from './delivery/settings.ts'
import { readMetricFiles } from './metrics/read-metric-files.ts'
import type { Model } from './model.ts'
import { placeProblems } from './place/place-problems.ts'
import type { Problem } from './problem.ts'
import { NO_SOURCES, type Sources } from './sources.ts'

export type Executed = { readonly config: Config } | { readonly error: TelltaleError }

/** `model` is null when there is an `error` (the file could not be run) or a problem of level error. */
export type LoadedConfig = {
  readonly path: string
  readonly model: Model | null
  /** How messages leave. */
  readonly delivery: Delivery
  readonly problems: readonly Problem[]
  readonly sources: Sources
  readonly error: TelltaleError | null
}

/** Runs and compiles a configuration file. Never throws: what went wrong is in the answer, every problem with its place. */
export async function loadConfig(file: string): Promise<LoadedConfig> {
  const path = resolve(file)
  const executed = await executeConfig(path)
  if ('error' in executed)
    return { path, model: null, delivery: NO_DELIVERY, problems: [], sources: NO_SOURCES, error: executed.error }
  const { model, problems, sources } = compileModel(executed.config)
  const source = await readFile(path, 'utf8').catch(() => '')
  const delivery = model === null ? NO_DELIVERY : deliveryOf(executed.config)
  const placed = placeProblems(problems, { file: path, text: source })
  return { path, model, delivery, problems: placed, sources, error: null }
}

/** Runs the user's file (TypeScript or JavaScript, no build step) and takes its default export. `telltale` is this very package. */
export async function executeConfig(path: string): Promise<Executed> {
  if (!existsSync(path)) return { error: telltaleError('config_missing', { path }) }
  try {
    const jiti = createJiti(pathToFileURL(path).href, {
      virtualModules: { telltale: await import(publicApi()) },
      fsCache: false,
      moduleCache: false,
      interopDefault: true,
    })
    const exported: unknown = await jiti.import(path, { default: true })
    if (isConfig(exported)) return { config: await readMetricFiles(exported, path) }
    const reason =
      'its default export is not what defineConfig({ … }) gives. Write `export default defineConfig({ … })`.'
    return { error: telltaleError('config_unreadable', { path, reason }) }
  } catch (cause) {
    return { error: telltaleError('config_unreadable', { path, reason: reasonOf(cause, path) }, cause) }
  }
}

/** `index.ts` beside this folder when running from source, `index.js` when built: this package as it runs already, not a second copy of it. */
function publicApi(): string {
  return new URL(import.meta.url.endsWith('.ts') ? '../index.ts' : '../index.js', import.meta.url).href
}

function isConfig(value: unknown): value is Config {
  return (
    typeof value === 'object' &&
    value !== null &&
    'telltale' in value &&
    value.telltale === 'config' &&
    'draft' in value
  )
}

/** The first lines of what was thrown, and where in the user's file it came from when the stack tells. */
function reasonOf(cause: unknown, path: string): string {
  if (!(cause instanceof Error)) return String(cause)
  const message = cause.message.split('\n').slice(0, 6).join('\n')
  const frame = cause.stack?.split('\n').find((line) => line.includes(`${path}:`))
  const position = frame?.slice(frame.indexOf(`${path}:`) + path.length).match(/^:(\d+):\d+/)
  return position === null || position === undefined || message.includes(path)
    ? message
    : `line ${position[1]}: ${message}`
}
