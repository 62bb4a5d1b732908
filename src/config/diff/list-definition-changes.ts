import type { Model } from '../model.ts'
import { diffModels } from './diff-models.ts'

/** A definition that differs between two models, in words; `was` null: it was not there, `now` null: it is gone. */
export type ChangedDefinition = {
  readonly subject: 'signal' | 'score' | 'milestone'
  readonly key: string
  readonly what: 'added' | 'removed' | 'redefined' | 'threshold' | 'switched_on' | 'switched_off' | 'reworded'
  readonly was: string | null
  readonly now: string | null
}

/** What the second model defines otherwise: signals, then scores, then milestones. */
export function listDefinitionChanges(before: Model, after: Model): readonly ChangedDefinition[] {
  return [
    ...listSignalChanges(before, after),
    ...listByHash('score', before.scores, after.scores),
    ...listByHash('milestone', milestonesOf(before), milestonesOf(after)),
  ]
}

function listSignalChanges(before: Model, after: Model): readonly ChangedDefinition[] {
  const { signals } = diffModels(before, after)
  const was = new Map(before.signals.map(({ key, sentence, suggest }) => [key, { sentence, suggest }]))
  const now = new Map(after.signals.map(({ key, sentence, suggest }) => [key, { sentence, suggest }]))
  const of = (keys: readonly string[], what: ChangedDefinition['what']): ChangedDefinition[] =>
    keys.map((key) => ({
      ...{ subject: 'signal', key, what },
      was: saidOf(was.get(key), what),
      now: saidOf(now.get(key), what),
    }))
  return [
    ...of(signals.added, 'added'),
    ...of(signals.removed, 'removed'),
    ...of(signals.redefined, 'redefined'),
    ...of(signals.rejudged, 'threshold'),
    ...of(signals.switchedOn, 'switched_on'),
    ...of(signals.switchedOff, 'switched_off'),
    ...of(signals.reworded, 'reworded'),
  ]
}

type Said = Pick<Model['signals'][number], 'sentence' | 'suggest'>

function saidOf(signal: Said | undefined, what: ChangedDefinition['what']): string | null {
  if (signal === undefined) return null
  if (what !== 'reworded') return signal.sentence
  return signal.suggest === null ? 'nothing is suggested' : `${signal.suggest.team}: ${signal.suggest.action}`
}

type Hashed = { readonly key: string; readonly sentence: string; readonly hash: string }

function milestonesOf({ activations }: Model): Hashed[] {
  return activations.flatMap(({ level, milestones }) =>
    milestones.map(({ key, sentence }) => ({
      key: level === 'account' ? key : `${level}.${key}`,
      ...{ sentence, hash: sentence },
    })),
  )
}

function listByHash(
  subject: ChangedDefinition['subject'],
  before: readonly Hashed[],
  after: readonly Hashed[],
): ChangedDefinition[] {
  const was = new Map(before.map((one) => [one.key, one]))
  const now = new Map(after.map((one) => [one.key, one]))
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((key) => {
    const [old, present] = [was.get(key), now.get(key)]
    if (old?.hash === present?.hash) return []
    const what = old === undefined ? 'added' : present === undefined ? 'removed' : 'redefined'
    return [{ subject, key, what, was: old?.sentence ?? null, now: present?.sentence ?? null }]
  })
}
