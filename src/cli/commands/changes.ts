import type { Change, ChangeLog, ConfigChange, DefinitionChange } from '../../contract/changes.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { printable } from '../render/render-table.ts'

export const changesCommand: CommandSpec = {
  usage: 'changes',
  summary:
    'Say what changed, newest first: the configuration with what it defined otherwise and who set it, releases, events that were hardly heard of, imports, accounts that were merged or split.',
  options: [
    { flags: '--kind <kind>', description: 'config, incident, import, merge, split or release' },
    { flags: '--from <day>', description: 'first day (default: all)' },
    { flags: '--to <day>', description: 'last day' },
    { flags: '--limit <n>', description: 'changes to list', default: '50' },
  ],
  examples: ['npx telltale changes', 'npx telltale changes --kind config --from 2026-03-01 --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const [kind, from, to, limit] = ['kind', 'from', 'to', 'limit'].map((name) => textOption(invocation, name))
      const log = await connection.get<ChangeLog>(`/changes${queryOf({ kind, from, to, limit })}`)
      invocation.io.out(invocation.json ? JSON.stringify(log) : renderChanges(log))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderChanges({ data, total }: ChangeLog): string {
  if (data.length === 0) return 'Nothing changed.'
  const more = total > data.length ? [`and ${total - data.length} before`] : []
  return [...data.flatMap(renderChange), ...more].map(printable).join('\n')
}

function renderChange(change: Change): string[] {
  switch (change.kind) {
    case 'config':
      return renderConfig(change)
    case 'incident':
      return [
        `${change.day}  hardly heard of ${change.lasts ? 'to this day' : `until ${change.last}`}: ${change.events.join(', ')}`,
      ]
    case 'import':
      return [
        `${change.day}  import ${change.log}: ${change.events} messages${change.from === null ? '' : ` of ${change.from} to ${change.to}`}, ${change.refused} refused`,
      ]
    case 'merge':
      return [`${change.day}  ${change.account} became part of ${change.into}`]
    case 'split':
      return [
        `${change.day}  ${change.people} of ${change.account} became ${change.into}, with what they did from ${change.from} on`,
      ]
    case 'release':
      return [
        `${change.day}  release ${change.name}, told by ${change.by}${change.note === '' ? '' : `: ${change.note}`}`,
      ]
  }
}

function renderConfig({
  day,
  first,
  readable,
  settings,
  definitions,
  rebuilt,
  worklist,
  opened,
  closed,
}: ConfigChange) {
  if (first) return [`${day}  the first configuration came into force`]
  const who = [...new Set(settings.map(({ by }) => by))].join(', ')
  const whence = settings.length === 0 ? 'the configuration file changed' : `the configuration was changed by ${who}`
  if (!readable) return [`${day}  ${whence}; it was kept by another version of Telltale, in another form`]
  return [
    `${day}  ${whence}: ${opened} opened and ${closed} closed by it`,
    ...settings.map(({ path, value }) => `            ${path} = ${value ?? 'as in the file'}`),
    ...definitions.flatMap(renderDefinition),
    ...rebuilt.map((what) => `            ${what} changed: everything was built again`),
    ...(worklist ? ['            other teams, routines or renewals'] : []),
  ]
}

function renderDefinition({ subject, key, what, was, now }: DefinitionChange): string[] {
  const head = `            ${subject} ${key}: ${what.replace('_', ' ')}`
  if (what === 'switched_on' || what === 'switched_off') return [head]
  return [
    head,
    ...(was === null ? [] : [`              was ${was}`]),
    ...(now === null ? [] : [`              is  ${now}`]),
  ]
}
