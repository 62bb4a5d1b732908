import { contentHash } from '../../core/hash.ts'
import { describePlaybook } from './describe-playbook.ts'
import type { Playbook } from './playbook.ts'

/** Adds the sentence, and the hash of what whoever is inside lives by: whether others begin it is not in that. */
export function sealPlaybook(playbook: Omit<Playbook, 'sentence' | 'hash'>, renewsOn: string | null): Playbook {
  const { sentence: _, hash: __, ...whole } = playbook as Playbook
  const { enabled: ___, ...body } = whole
  return { ...whole, sentence: describePlaybook(whole, renewsOn), hash: contentHash(body) }
}
