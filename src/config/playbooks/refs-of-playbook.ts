import { type Ref, refsOfCondition } from '../compile/collect-refs.ts'
import type { Outreach } from './playbook.ts'
import { conditionsOf, walkSteps } from './playbook-draft.ts'
import type { Shown } from './shown.ts'
import type { PlaybookDraft, StepDraft } from './written-playbook.ts'

export function refsOfPlaybook(playbook: PlaybookDraft): readonly Ref[] {
  return [
    ...refsOfTrigger(playbook.trigger),
    ...conditionsOf(playbook).flatMap(({ when }) => refsOfCondition(when)),
    ...(playbook.goal === null ? [] : [{ kind: 'outcome', name: playbook.goal } as const]),
    ...playbook.guard.events.map((name) => ({ kind: 'event', name }) as const),
    ...(playbook.exclusive === null ? [] : [{ kind: 'exclusive', name: playbook.exclusive } as const]),
    ...walkSteps(playbook.steps).flatMap(({ step }) => refsOfStep(step)),
  ]
}

export function refsOfOutreach({ neverContact }: Outreach): readonly Ref[] {
  return neverContact === null || neverContact.outcome === null ? [] : [{ kind: 'outcome', name: neverContact.outcome }]
}

function refsOfTrigger(trigger: PlaybookDraft['trigger']): readonly Ref[] {
  switch (trigger.kind) {
    case 'signal':
    case 'stays':
      return [{ kind: 'signal', name: trigger.signal }]
    case 'band':
      return refsOfCondition({ kind: 'in-band', score: trigger.score, band: trigger.band })
    case 'milestone':
      return [{ kind: 'milestone', name: trigger.milestone }]
    case 'activated':
      return [{ kind: 'activation', name: 'activation' }]
    case 'day':
    case 'becomes':
    case 'metric':
    case 'renewal':
    case 'schedule':
    case 'manual':
      return []
  }
}

function refsOfShown(shows: Shown | null): readonly Ref[] {
  if (shows === null) return []
  if (shows.kind === 'limit') return [{ kind: 'limit', name: shows.entitlement }]
  return (shows.milestones ?? []).map((name) => ({ kind: 'milestone', name }))
}

function refsOfStep(step: StepDraft): readonly Ref[] {
  switch (step.kind) {
    case 'send':
      return [{ kind: 'channel', name: step.via }, ...refsOfShown(step.shows)]
    case 'set':
    case 'call':
      return [{ kind: 'channel', name: step.via }]
    case 'task':
      return [{ kind: 'team', name: step.team }]
    case 'wait':
    case 'wait-until':
    case 'branch':
    case 'end':
      return []
  }
}
