import type { RestatedBy } from './restatements.ts'

/** What changed a number of a period that was over, in words: "3 events that came late". */
export function phraseRestatedBy({ what, count, names }: RestatedBy): string {
  const many = (one: string, more: string) =>
    count === 1 ? `1 ${one}` : `${(count ?? 0).toLocaleString('en')} ${more}`
  switch (what) {
    case 'config':
      return 'other definitions in the configuration'
    case 'import':
      return `what was read from ${readFrom(names)}`
    case 'merge':
      return many('merge of accounts', 'merges of accounts')
    case 'split':
      return many('split of an account', 'splits of accounts')
    case 'forget':
      return 'somebody was forgotten'
    case 'exclusion':
      return many(
        'property by which somebody is left out or counts again',
        'properties by which somebody is left out or counts again',
      )
    case 'late_events':
      return many('event that came late', 'events that came late')
    case 'late_terms':
      return many('change of a subscription that came late', 'changes of subscriptions that came late')
    case 'late_members':
      return many('membership that came late', 'memberships that came late')
    case 'joined_people':
      return many('id that was joined to a person', 'ids that were joined to people')
  }
}

/** The log of a file bears a hash, which tells nobody anything. */
function readFrom(logs: readonly string[]): string {
  const files = logs.filter((log) => /^import-[0-9a-f]{16}$/.test(log)).length
  const others = logs.filter((log) => !/^import-[0-9a-f]{16}$/.test(log))
  return [...(files === 0 ? [] : [files === 1 ? 'a file' : `${files} files`]), ...others].join(', ')
}
