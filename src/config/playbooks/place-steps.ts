import type { Step } from './playbook.ts'
import type { StepDraft } from './written-playbook.ts'

/** How the state of a step's condition is called, by the step's id. */
export type StateOfStep = (id: string, step: Extract<StepDraft, { readonly when: unknown }>) => string

/** The steps one after the other, each with where to go on: branches are laid out behind each other, and meet again after them. */
export function placeSteps(steps: readonly StepDraft[], stateOf: StateOfStep): readonly Step[] {
  const placed: Step[] = []
  lay(placed, { steps, within: '', stateOf })
  return placed.map((step) => ({ ...step, next: step.next === OUT ? placed.length : step.next }))
}

type Laying = {
  readonly steps: readonly StepDraft[]
  readonly within: string
  readonly stateOf: StateOfStep
}

/** Stands for the number of steps while that is not known. */
const OUT = -1

function lay(placed: Step[], { steps, within, stateOf }: Laying): void {
  steps.forEach((step, i) => {
    const id = `${within}${i}`
    const at = placed.length
    if (step.kind !== 'branch') {
      const plain = 'when' in step ? { ...step, when: stateOf(id, step) } : step
      placed.push({ ...plain, id, next: step.kind === 'end' ? OUT : at + 1, otherwiseAt: null })
      return
    }
    placed.push({ kind: 'branch', when: stateOf(id, step), id, next: at + 1, otherwiseAt: null })
    lay(placed, { steps: step.yes, within: `${id}.yes.`, stateOf })
    const thenEnd = placed.length
    lay(placed, { steps: step.no, within: `${id}.no.`, stateOf })
    const after = placed.length
    for (let j = at + 1; j < thenEnd; j++) if (placed[j]!.next === thenEnd) placed[j] = { ...placed[j]!, next: after }
    placed[at] = { ...placed[at]!, next: thenEnd === at + 1 ? after : at + 1, otherwiseAt: thenEnd }
    // Leaving a branch inside the first way that itself has no other way.
    for (let j = at + 1; j < thenEnd; j++)
      if (placed[j]!.otherwiseAt === thenEnd) placed[j] = { ...placed[j]!, otherwiseAt: after }
  })
}
