import { loadConfig } from '../../config/load-config.ts'
import type { Invocation } from '../command.ts'
import { findConfig } from '../find-config.ts'
import { bad, type Diagnosis, fine, note } from './diagnosis.ts'

/** Whether there is a configuration, and whether it is good. */
export async function checkConfiguration(invocation: Invocation): Promise<Diagnosis> {
  const path = findConfig(invocation)
  if (path === null)
    return note(
      'configuration',
      'there is none here: what arrives is shown, nothing is judged',
      'Write one: telltale init',
    )
  const { model, problems, error } = await loadConfig(path)
  if (error !== null) return bad('configuration', error.message, 'Mend the file; telltale check says when it is good.')
  const count = (level: 'error' | 'warning') => problems.filter((problem) => problem.level === level).length
  if (model === null)
    return bad('configuration', `${path} has ${count('error')} errors`, 'See them all: telltale check')
  const text = `${path} is good: ${model.signals.length} signals over ${model.events.length} events`
  return count('warning') === 0
    ? fine('configuration', text)
    : note('configuration', `${text}, with ${count('warning')} warnings`, 'See them: telltale check')
}
