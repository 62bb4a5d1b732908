import type { ConfigDraft } from '../draft.ts'
import type { Playbook } from './playbook.ts'
import type { PlaybookDraft } from './written-playbook.ts'

/** Whom a playbook is about: as its trigger is. */
export function levelOf(config: ConfigDraft, trigger: PlaybookDraft['trigger']): Playbook['level'] {
  switch (trigger.kind) {
    case 'signal':
    case 'stays':
      return config.signals[trigger.signal]?.level ?? 'account'
    case 'band':
      return config.scores[trigger.score]?.level ?? 'account'
    case 'metric':
      return 'product'
    case 'milestone':
    case 'activated':
    case 'day':
    case 'becomes':
    case 'renewal':
    case 'schedule':
    case 'manual':
      return 'account'
  }
}
