import type { Again, Guard, HoldoutRule, StepOf, Trigger } from './playbook.ts'

/** A step as it is written: what depends on a condition stands inside its branch. */
export type StepDraftOf<C> =
  | Exclude<StepOf<C>, { readonly kind: 'branch' }>
  | {
      readonly kind: 'branch'
      readonly when: C
      readonly yes: readonly StepDraftOf<C>[]
      readonly no: readonly StepDraftOf<C>[]
    }

/** A playbook as the builders write it. `C`: how a condition is written. */
export type PlaybookDraftOf<C> = {
  readonly trigger: Trigger<C>
  readonly among: C | null
  /** An outcome. */
  readonly goal: string | null
  readonly exit: C | null
  readonly whileOpen: boolean
  readonly again: Again
  readonly priority: number
  readonly perHour: number | null
  readonly breaker: number
  readonly holdout: HoldoutRule
  readonly guard: Guard
  readonly exclusive: string | null
  readonly steps: readonly StepDraftOf<C>[]
  readonly enabled: boolean
}

/** Every step, those inside branches too, with its place: `3`, `3.yes.0`. */
export function walkSteps<C>(
  steps: readonly StepDraftOf<C>[],
  within = '',
): readonly { readonly id: string; readonly step: StepDraftOf<C> }[] {
  return steps.flatMap((step, at) => {
    const id = `${within}${at}`
    if (step.kind !== 'branch') return [{ id, step }]
    return [{ id, step }, ...walkSteps(step.yes, `${id}.yes.`), ...walkSteps(step.no, `${id}.no.`)]
  })
}

/** The conditions of a playbook, each with its place in it. */
export function conditionsOf<C>({ trigger, among, exit, steps }: PlaybookDraftOf<C>): readonly {
  readonly at: string
  readonly when: C
}[] {
  const own = [
    ['trigger', 'when' in trigger ? trigger.when : null],
    ['among', among],
    ['exit', exit],
  ] as const
  return [
    ...own.flatMap(([at, when]) => (when === null ? [] : [{ at, when }])),
    ...walkSteps(steps).flatMap(({ id, step }) => ('when' in step ? [{ at: `steps.${id}`, when: step.when }] : [])),
  ]
}
