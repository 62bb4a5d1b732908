import type { Change, ConfigChange, DefinitionChange } from '@contract/changes.ts'
import { titleOf } from '@contract/title-of.ts'
import { countOf, formatDay, joinWords } from './format.ts'

export const CHANGE_KINDS = ['config', 'release', 'incident', 'import', 'merge', 'split'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  config: 'Configuration',
  release: 'Release',
  incident: 'Tracking',
  import: 'Import',
  merge: 'Merged accounts',
  split: 'Split accounts',
}

const WHAT: Readonly<Record<DefinitionChange['what'], string>> = {
  added: 'new',
  removed: 'removed',
  redefined: 'defined anew',
  threshold: 'other threshold',
  switched_on: 'switched on',
  switched_off: 'switched off',
  reworded: 'other suggestion',
}

const SUBJECTS: Readonly<Record<DefinitionChange['subject'], string>> = {
  signal: 'signal',
  score: 'score',
  milestone: 'step',
}

/** "Signal “Seats going quiet”: other threshold". */
export function definitionWords({ subject, key, what }: DefinitionChange): string {
  return `${titleOf(SUBJECTS[subject])} “${titleOf(key)}”: ${WHAT[what]}`
}

/** One line of what changed: "Other threshold of “Quiet”", "Report Sent hardly heard of until 3 Apr". */
export function changeWords(change: Change): string {
  switch (change.kind) {
    case 'config':
      return configWords(change)
    case 'incident':
      return `${joinWords(change.events.slice(0, 3).map((name) => name.slice(0, 80)))}${change.events.length > 3 ? ` and ${change.events.length - 3} more` : ''} hardly heard of ${change.lasts ? 'to this day' : `until ${formatDay(change.last, change.day)}`}`
    case 'import':
      return `History was imported: ${countOf(change.events, 'message')}`
    case 'release':
      return `${change.name.slice(0, 120)} went out${change.note === '' ? '' : `: ${change.note.slice(0, 200)}`}`
    case 'merge':
      return `${change.account.slice(0, 80)} became part of ${change.into.slice(0, 80)}`
    case 'split':
      return `${countOf(change.people, 'person', 'people')} of ${change.account.slice(0, 80)} became ${change.into.slice(0, 80)}`
  }
}

function configWords({ first, readable, definitions, rebuilt, worklist }: ConfigChange): string {
  if (first) return 'The first configuration came into force'
  if (!readable) return 'The configuration changed; it was kept in another form, so what differs cannot be told'
  const [only] = definitions
  if (definitions.length === 1 && only !== undefined) return definitionWords(only)
  if (definitions.length > 1) return `${countOf(definitions.length, 'definition')} changed`
  if (rebuilt.length > 0) return `${joinWords(rebuilt)} changed`.replace(/^./, (letter) => letter.toUpperCase())
  return worklist ? 'Who does what changed' : 'The configuration changed; nothing is told otherwise'
}

/** "2 alerts opened and 4 closed by it". */
export function turnedWords({ first, opened, closed }: ConfigChange): string {
  if (first) return ''
  if (opened === 0 && closed === 0) return 'no alert opened or closed by it'
  return `${countOf(opened, 'alert')} opened and ${closed} closed by it`
}
