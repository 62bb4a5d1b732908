import type { EventCluster, EventDictionary, EventName } from '../../contract/dictionary.ts'
import { phraseFaults } from '../../contract/phrase-faults.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { counted } from '../counted.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { literal } from '../render/render-template.ts'

export const eventsCommand: CommandSpec = {
  usage: 'events [name]',
  summary:
    'The event dictionary: every name that came or is listed, first and last seen, how much, what it counts as, whose it is, what lacks, and names that look like one event. With a name: its properties and its latest event.',
  options: [
    {
      flags: '--show <what>',
      description:
        'all, unknown (not in the configuration), missing (lacks properties), alarm (hardly sent now), silent (not in 28 days)',
      default: 'all',
    },
    { flags: '--limit <n>', description: 'how many', default: '50' },
  ],
  examples: ['npx telltale events', 'npx telltale events --show unknown --json', 'npx telltale events "Invite Sent"'],
  run: async (invocation) => {
    const { io, json, args } = invocation
    const connection = await connect(invocation)
    try {
      const [name] = args
      const query = { q: name, show: textOption(invocation, 'show'), limit: textOption(invocation, 'limit') }
      const dictionary = await connection.get<EventDictionary>(`/events${queryOf(query)}`)
      const one = dictionary.data.find((event) => name !== undefined && [event.name, event.key].includes(name))
      io.out(json ? JSON.stringify(dictionary) : one === undefined ? renderEvents(dictionary) : renderEvent(one))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderEvents(dictionary: EventDictionary): string {
  const { data, total, unknown, clusters, cap, excluded, without_account } = dictionary
  const table = renderTable<EventName>(
    [
      { head: 'event', cell: ({ name, call }) => (call === 'track' ? name : `${call} ${name}`) },
      { head: 'is', cell: ({ key }) => key ?? '(unknown)' },
      { head: 'kind', cell: ({ kind }) => kind },
      { head: 'owner', cell: ({ owner }) => owner ?? '–' },
      { head: 'events', cell: ({ events }) => number(events), number: true },
      { head: '28 days', cell: ({ recent }) => number(recent), number: true },
      { head: 'before', cell: ({ before }) => number(before), number: true },
      { head: 'people', cell: ({ people }) => number(people), number: true },
      { head: 'first', cell: ({ first }) => first?.slice(0, 10) ?? 'never' },
      { head: 'last', cell: ({ last }) => last?.slice(0, 10) ?? 'never' },
      { head: 'wrong', cell: phraseFaults },
    ],
    data,
  )
  const words = [
    `${counted(data.length, 'name')} of ${number(total)}, ${number(unknown)} not in the configuration`,
    `${counted(excluded, 'event')} excluded by rule, ${counted(without_account, 'event')} without account`,
    `${number(cap.names)} of ${number(cap.limit)} names kept${cap.over === 0 ? '' : `, ${counted(cap.over, 'event')} of further names counted as one`}`,
  ]
  const alike = clusters.filter(({ others }) => others.some(({ listed }) => !listed))
  return [
    table,
    words.map((line) => `${line}.`).join('\n'),
    ...(alike.length === 0 ? [] : [renderClusters(alike)]),
  ].join('\n\n')
}

/** As aliases to be pasted; what is sent beside another for one act would count twice. */
function renderClusters(clusters: readonly EventCluster[]): string {
  const lines = clusters.flatMap(({ name, others }) => {
    const open = others.filter(({ listed }) => !listed)
    const aliases = open.filter(({ together, count }) => together * 2 < count)
    const doubled = open.filter((other) => !aliases.includes(other))
    return [
      `${name}: ${open.map((other) => `${other.name} (${number(other.count)}, ${other.why})`).join(', ')}`,
      ...(aliases.length === 0 ? [] : [`  aliases: [${aliases.map((other) => literal(other.name)).join(', ')}]`]),
      ...doubled.map(
        (other) =>
          `  ${other.name} is sent beside it for one act, ${counted(other.together, 'time')}: stop sending one of them`,
      ),
    ]
  })
  return ['Names that look like one event:', ...lines.map(printable)].join('\n')
}

function renderEvent(event: EventName): string {
  const { name, call, key, kind, feature, owner, events, excluded, withoutAccount, accounts, people, first, last } =
    event
  const table = renderTable(
    [
      { head: 'property', cell: (property) => property.name },
      { head: 'on', cell: ({ share }) => `${Math.round(share * 100)} %`, number: true },
      { head: 'type', cell: ({ type }) => type },
      { head: 'for example', cell: ({ example }) => example },
    ],
    event.properties,
  )
  const faults = phraseFaults(event)
  return [
    printable(
      `${name} (${call}): ${key ?? 'not in the configuration'}, kind ${kind}${feature === null ? '' : `, feature ${feature}`}${owner === null ? '' : `, owner ${owner}`}`,
    ),
    `${counted(events, 'event')} of ${counted(people, 'person', 'people')} in ${counted(accounts, 'account')}, from ${first ?? 'never'} to ${last ?? 'never'}`,
    `${number(excluded)} excluded by rule, ${number(withoutAccount)} without account`,
    ...(faults === '' ? [] : [printable(faults)]),
    ...(event.properties.length === 0 ? [] : [`\n${table}`]),
    ...(event.sample === null ? [] : [`\nThe latest: ${printable(JSON.stringify(event.sample))}`]),
  ].join('\n')
}

function number(n: number): string {
  return n.toLocaleString('en')
}
