import { contentHash } from '../../core/hash.ts'
import type { Ground } from '../../store/control/standing-answers.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'

/** On what an answer about all of history rests, as things are; null: no day is closed. What comes live is known behind the last close. */
export function groundOf({ judgedDay: day, config, store }: Project): Ground | null {
  if (day === null) return null
  const { [LIVE_LOG]: _, ...imported } = store.applied()
  return { day, configHash: config.judged.model.hash, imported: contentHash(imported) }
}

export function isSameGround(a: Ground | null, b: Ground | null): boolean {
  return a?.day === b?.day && rulesAndImports(a) === rulesAndImports(b)
}

/** What an answer must not be mixed of. */
export function rulesAndImports(ground: Ground | null): string {
  return `${ground?.configHash} ${ground?.imported}`
}
