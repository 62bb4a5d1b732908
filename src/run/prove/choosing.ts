import type { Model } from '../../config/model.ts'
import { telltaleError } from '../../core/errors.ts'

export type ProofKind = 'signal' | 'score' | 'milestone' | 'pulse'

/** Which artefacts were asked for. */
export type Choosing = { readonly takes: (kind: ProofKind, key: string) => boolean }

const KINDS: readonly ProofKind[] = ['signal', 'score', 'milestone', 'pulse']

/** `all`, a kind (also in the plural), or a name. @throws unknown_name */
export function choosing(model: Model, what: string): Choosing {
  if (what === 'all') return { takes: () => true }
  const kind = KINDS.find((one) => what === one || what === `${one}s`)
  if (kind !== undefined) return { takes: (other) => other === kind }
  const names = namesOf(model)
  if (!names.includes(what))
    throw telltaleError('unknown_name', {
      what: 'signal, score or milestone',
      name: what.slice(0, 200),
      valid: ['all', ...KINDS, ...names].join(', '),
    })
  return { takes: (other, key) => key === what && other !== 'pulse' }
}

function namesOf({ signals, scores, activations }: Model): string[] {
  const milestones = activations.filter(({ level }) => level === 'account').flatMap((one) => one.milestones)
  return [...signals, ...scores, ...milestones]
    .map(({ key }) => key)
    .concat(milestones.length > 0 ? ['activation'] : [])
}
