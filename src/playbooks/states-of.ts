import type { Playbook } from '../config/playbooks/playbook.ts'

/** The states that a playbook asks for of somebody inside it, by their names. */
export function statesOf({ goal, exit, steps, trigger, listens, whileOpen }: Playbook): readonly string[] {
  const began = whileOpen ? stateThatBegan(trigger, listens) : null
  const own = [goal?.state ?? null, exit, began, ...steps.map((step) => ('when' in step ? step.when : null))]
  return [...new Set(own.flatMap((state) => state ?? []))]
}

/** The state whose end is the end of what began a playbook; null: it does not last. */
export function stateThatBegan(trigger: Playbook['trigger'], listens: Playbook['listens']): string | null {
  if (trigger.kind === 'signal' || trigger.kind === 'stays') return trigger.signal
  return listens === null ? null : `${listens.subject}.${listens.name}`
}
