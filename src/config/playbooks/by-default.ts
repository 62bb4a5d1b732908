import { refsOfCondition, refsOfSignal } from '../compile/collect-refs.ts'
import type { ChannelSettings } from '../delivery/settings.ts'
import type { ConditionDraft, ConfigDraft } from '../draft.ts'
import { isFailedPayment } from '../payment-names.ts'
import type { ByDefault, Recipients } from './playbook.ts'
import { walkSteps } from './playbook-draft.ts'
import type { PlaybookDraft } from './written-playbook.ts'

/** Whether some accounts may be left alone by a playbook that does not say. */
export function byDefault(config: ConfigDraft, playbook: PlaybookDraft): ByDefault {
  const kindOf = (via: string): ChannelSettings['kind'] | undefined => config.channels[via]?.kind
  const steps = walkSteps(playbook.steps).map(({ step }) => step)
  const sends = steps.flatMap((step) => (step.kind === 'send' ? [isForAccount(step.to, kindOf(step.via))] : []))
  if (steps.some(({ kind }) => kind === 'task') || sends.includes(false)) return 'asks people'
  if (sends.length === 0) return 'sends nothing'
  if (isOfFailedPayment(config, playbook)) return 'failed payment'
  return playbook.goal === null ? 'no goal' : 'automated'
}

/** Whether a message is for the users of an account; else it is for one's own people, who act on it. */
export function isForAccount({ kind }: Recipients, channel: ChannelSettings['kind'] | undefined): boolean {
  switch (kind) {
    case 'champion':
    case 'admins':
    case 'member':
    case 'roles':
      return true
    case 'channel':
      return channel === 'in-app'
    case 'assignee':
    case 'address':
      return false
  }
}

function isOfFailedPayment(config: ConfigDraft, { trigger, among }: PlaybookDraft): boolean {
  const begins = [
    ...('when' in trigger && trigger.when !== null ? eventsOf(trigger.when) : []),
    ...(among === null ? [] : eventsOf(among)),
    ...(trigger.kind === 'signal' || trigger.kind === 'stays' ? eventsOfSignal(config, trigger.signal) : []),
  ]
  const names = begins.flatMap((key) => [key, ...(config.events[key]?.names ?? [])])
  return names.some(isFailedPayment)
}

function eventsOf(condition: ConditionDraft): readonly string[] {
  return refsOfCondition(condition).flatMap(({ kind, name }) => (kind === 'event' ? [name] : []))
}

function eventsOfSignal({ signals }: ConfigDraft, key: string): readonly string[] {
  const signal = signals[key]
  return signal === undefined ? [] : refsOfSignal(signal).flatMap(({ kind, name }) => (kind === 'event' ? [name] : []))
}
