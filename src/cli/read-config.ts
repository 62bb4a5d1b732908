import { compileModel } from '../config/compile/compile-model.ts'
import { defaultConfig } from '../config/default-config.ts'
import type { Config } from '../config/define-config.ts'
import { type Delivery, NO_DELIVERY } from '../config/delivery/settings.ts'
import { loadConfig } from '../config/load-config.ts'
import type { Model } from '../config/model.ts'
import type { Problem } from '../config/problem.ts'
import { NO_SOURCES, type Sources } from '../config/sources.ts'
import { telltaleError } from '../core/errors.ts'

/** The model of the configuration, or of the built-in one. @throws config_missing, config_unreadable, config_invalid */
export async function readModel(path: string | null): Promise<Model> {
  if (path === null) return builtInModel()
  const { model, problems, error } = await loadConfig(path)
  if (error !== null) throw error
  if (model !== null) return model
  return refuse(problems)
}

/** What the configuration reads from elsewhere. @throws as readModel */
export async function readSources(path: string | null): Promise<Sources> {
  if (path === null) return NO_SOURCES
  const { problems, sources, model, error } = await loadConfig(path)
  if (error !== null) throw error
  return model === null ? refuse(problems) : sources
}

/** What a configuration made in code reads from elsewhere. */
export function sourcesOf(config: Config): Sources {
  return config.draft.sources
}

/** How messages leave. @throws as readModel */
export async function readDelivery(path: string | null): Promise<Delivery> {
  if (path === null) return NO_DELIVERY
  const { problems, delivery, model, error } = await loadConfig(path)
  if (error !== null) throw error
  return model === null ? refuse(problems) : delivery
}

function builtInModel(): Model {
  return modelOf(defaultConfig())
}

/** The model of a configuration made in code. @throws config_invalid */
export function modelOf(config: Config): Model {
  const { model, problems } = compileModel(config)
  return model ?? refuse(problems)
}

function refuse(problems: readonly Problem[]): never {
  const errors = problems.filter((problem) => problem.level === 'error')
  throw telltaleError('config_invalid', {
    count: errors.length,
    problems: `${errors[0]?.message ?? ''} All of them: telltale check`,
  })
}
