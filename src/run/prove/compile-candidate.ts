import { compileModel } from '../../config/compile/compile-model.ts'
import type { Config } from '../../config/define-config.ts'
import { diffModels } from '../../config/diff/diff-models.ts'
import type { ConfigDraft } from '../../config/draft.ts'
import type { Model } from '../../config/model.ts'
import { telltaleError } from '../../core/errors.ts'

/** A configuration nests no deeper than a person writes it; checking a deeper one would exhaust the stack. */
const DEPTH_MAX = 64

/**
 * The model of a configuration that came as plain data from outside. It is checked as every configuration is, and nothing in it is run.
 * @throws bad_argument, config_invalid
 */
export function compileCandidate(value: unknown, inForce: Model): Model {
  refuseDeep(value)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refuse(typeof value, 'a configuration')
  const config: Config = { telltale: 'config', draft: value as ConfigDraft }
  const { model, problems } = compileSafely(config)
  const errors = problems.filter(({ level }) => level === 'error')
  if (model === null)
    throw telltaleError('config_invalid', { count: errors.length, problems: errors[0]?.message.slice(0, 500) ?? '' })
  const { rebuild } = diffModels(inForce, model)
  if (rebuild.length > 0)
    throw refuse(`one that changes ${rebuild.join(', ')}`, 'one under which the past was taken in as it is')
  return model
}

/** What no check foresaw is a fault of the configuration, since nothing else was given. */
function compileSafely(config: Config): ReturnType<typeof compileModel> {
  try {
    return compileModel(config)
  } catch {
    throw refuse('not what the builders make', 'a configuration written with the builders that telltale exports')
  }
}

function refuseDeep(value: unknown): void {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) throw refuse(`nested deeper than ${DEPTH_MAX} levels`, 'a configuration')
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []))
  }
}

function refuse(value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument: 'config', value, expected })
}
