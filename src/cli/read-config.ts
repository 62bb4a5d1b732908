import { compileModel } from '../config/compile-model.ts'
import { defaultConfig } from '../config/default-config.ts'
import { loadConfig } from '../config/load-config.ts'
import type { Model } from '../config/model.ts'
import { telltaleError } from '../core/errors.ts'

/** The model of the configuration, or of the built-in one. @throws config_missing, config_unreadable, config_invalid */
export async function readModel(path: string | null): Promise<Model> {
  if (path === null) return builtInModel()
  const { model, problems, error } = await loadConfig(path)
  if (error !== null) throw error
  if (model !== null) return model
  const errors = problems.filter((problem) => problem.level === 'error')
  throw telltaleError('config_invalid', {
    count: errors.length,
    problems: `${errors[0]?.message ?? ''} All of them: telltale check`,
  })
}

function builtInModel(): Model {
  const { model } = compileModel(defaultConfig())
  if (model === null) throw telltaleError('bug', { reason: 'the built-in configuration does not compile' })
  return model
}
