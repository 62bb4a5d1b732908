import type { Playbook, Step } from '../config/playbooks/playbook.ts'
import type { Millis, Zone } from '../core/time.ts'
import { addLocalDays } from './add-local-days.ts'
import { stateThatBegan } from './states-of.ts'

/** Where somebody stands in a playbook. */
export type Standing = { readonly step: number; readonly since: Millis; readonly dueAt: Millis }

/** What there is to know for the next move. */
export type Surroundings = {
  readonly now: Millis
  readonly zone: Zone
  /** Whether the judge says that a condition holds, by the name of its state. */
  readonly holds: (state: string) => boolean
}

/** A step that does something outside. */
export type Action = Extract<Step, { readonly kind: 'send' | 'task' | 'set' | 'call' }>

/** What is to be done about somebody in a playbook. */
export type Move =
  | { readonly kind: 'wait'; readonly standing: Standing }
  /** `at`: when it was due; after it one stands at `after`. */
  | { readonly kind: 'act'; readonly action: Action; readonly at: Millis; readonly after: Standing }
  | { readonly kind: 'over'; readonly state: 'finished' | 'ended'; readonly why: string | null }

/**
 * The next move of somebody in a playbook. Times follow from when something was due and not from when it is looked at, so that the same becomes of everybody however often
 * that is. Whoever waits for a condition goes on at the moment at which it was decided.
 */
export function planMove(playbook: Playbook, standing: Standing, around: Surroundings): Move {
  const over = whyOver(playbook, around.holds)
  if (over !== null) return { kind: 'over', state: 'ended', why: over }
  let at = standing
  // Every step leads further down, so that this ends.
  for (;;) {
    const step = playbook.steps[at.step]
    if (step === undefined || step.kind === 'end') return { kind: 'over', state: 'finished', why: null }
    switch (step.kind) {
      case 'send':
      case 'task':
      case 'set':
      case 'call':
        return { kind: 'act', action: step, at: at.dueAt, after: stand(step.next, at.dueAt) }
      case 'branch':
        at = stand(around.holds(step.when) ? step.next : (step.otherwiseAt ?? step.next), at.dueAt)
        break
      case 'wait':
      case 'wait-until': {
        if (step.kind === 'wait-until' && around.holds(step.when)) {
          at = stand(step.next, Math.max(at.since, at.dueAt))
          break
        }
        const until = untilOf(step, at.since, around.zone)
        if (until > around.now) return { kind: 'wait', standing: { ...at, dueAt: until } }
        if (step.kind === 'wait-until' && step.otherwise === 'end')
          return { kind: 'over', state: 'ended', why: 'waited in vain' }
        at = stand(step.next, until)
      }
    }
  }
}

function stand(step: number, at: Millis): Standing {
  return { step, since: at, dueAt: at }
}

function untilOf(step: Extract<Step, { kind: 'wait' | 'wait-until' }>, since: Millis, zone: Zone): Millis {
  if (step.kind === 'wait-until') return addLocalDays(since, step.atMostDays, zone)
  return addLocalDays(since, step.days, zone) + step.hours * 3_600_000
}

function whyOver({ goal, exit, whileOpen, listens, trigger }: Playbook, holds: Surroundings['holds']): string | null {
  if (goal !== null && goal.state !== null && holds(goal.state)) return `the goal ${goal.outcome} is met`
  if (exit !== null && holds(exit)) return 'its exit condition holds'
  const began = whileOpen ? stateThatBegan(trigger, listens) : null
  return began !== null && !holds(began) ? 'what began it is over' : null
}
