import { contentHash } from '../../core/hash.ts'
import { describeSignal } from '../describe/describe-signal.ts'
import { COOLDOWN_DAYS, DETECTORS } from '../detectors.ts'
import type { ConditionDraft, SignalDraft } from '../draft.ts'
import type { Condition } from '../expression.ts'
import type { Model, Signal } from '../model.ts'
import { compileDetector } from './compile-detector.ts'
import { compileCondition, type GraphDraft } from './compile-quantity.ts'
import { conditionWithIds } from './expr-with-ids.ts'

export function compileSignal(graph: GraphDraft, key: string): Signal {
  const draft = graph.config.signals[key]!
  const compile = (condition: ConditionDraft | null): Condition | null =>
    condition === null ? null : compileCondition(graph, draft.level, condition)
  const { type, level, minimum, cooldownDays, predicts, suggest, enabled } = draft
  const body = {
    ...{ subject: 'signal' as const, instant: null, detector: null },
    ...{ key, type, level, for: compile(draft.for), clock: compileClock(graph, draft) },
    ...{ when: compile(draft.when) ?? ALWAYS, until: compile(draft.until), minimum, cooldownDays },
    ...{ escalate: compile(draft.escalate), predicts, suggest, enabled },
    ...detected(graph, draft),
  }
  return sealSignal(body, graph.nodes)
}

/** What a detector says in place of the signal's own rules. */
function detected(graph: GraphDraft, { level, detector }: SignalDraft): Partial<Signal> {
  if (detector === null) return {}
  const minimum = DETECTORS[detector.kind].openAfter
  return { ...compileDetector(graph, level, detector), minimum, cooldownDays: COOLDOWN_DAYS }
}

/** An event signal without `when`: its event is enough. */
const ALWAYS: Condition = { kind: 'all', of: [] }

function compileClock(graph: GraphDraft, { on }: SignalDraft): Signal['clock'] {
  if (on === null) return { kind: 'trend' }
  const { names, where } = graph.config.events[on.event]!
  return { kind: 'event', on: on.event, names, where: [...where, ...on.where] }
}

/** Adds the sentence and the hash of what is judged: neither texts nor on/off are in the hash. */
export function sealSignal(body: Omit<Signal, 'sentence' | 'hash'>, graph: Model['graph']): Signal {
  const nodes = graph[body.level]
  const ids = (condition: Condition | null): unknown => condition && conditionWithIds(condition, nodes)
  const { level, clock, minimum, cooldownDays } = body
  const judged = {
    ...{ level, clock, minimum, cooldownDays, for: ids(body.for) },
    ...{ when: ids(body.when), until: ids(body.until), escalate: ids(body.escalate) },
    detector: body.detector?.kind ?? null,
  }
  return { ...body, sentence: describeSignal(body, nodes), hash: contentHash(judged) }
}
