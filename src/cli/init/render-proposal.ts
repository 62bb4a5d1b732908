import { MS_PER_DAY } from '../../core/time.ts'
import type { AccountKeySeen, Survey } from '../../ingest/survey/survey.ts'
import { counted } from '../counted.ts'
import { printable } from '../render/render-table.ts'
import { literal } from '../render/render-template.ts'
import { type Proposal, type ProposedEvent, type ProposedLines, QUESTIONS } from './proposal.ts'

const WIDTH = 116

/** Where it was looked, in words, and the lines of `sources`; empty: there are none. */
export type Looked = { readonly files: string; readonly sources: readonly string[] }

/** The text of a `telltale.config.ts`. */
export function renderProposal(proposal: Proposal, survey: Survey, { files, sources }: Looked): string {
  const body = [
    ...comment(`${QUESTIONS[proposal.goal]} Proposed from ${files}: ${figures(survey)}.`),
    '//',
    '// To be decided by you:',
    ...proposal.decisions.flatMap((decision, at) => comment(`${at + 1}. ${decision}`)),
    'export default defineConfig({',
    `  product: { name: ${literal(proposal.name)}, model: '${proposal.model}', timezone: 'UTC' },`,
    '',
    ...accountLines(proposal, survey.accountKeys),
    '',
    "  // exclude: [emailDomain('your-company.com'), accountIds(['test'])],",
    '',
    ...(sources.length === 0 ? [] : [...sources, '']),
    '  events: {',
    ...eventLines(proposal),
    '  },',
    '',
    '  // What signals announce, so that `telltale backtest all` can say whether they were right.',
    '  outcomes: {',
    ...proposal.outcomes.flatMap(definitionLines),
    '  },',
    '',
    '  signals: {',
    ...proposal.signals.flatMap((signal, at) => [...(at === 0 ? [] : ['']), ...definitionLines(signal)]),
    '  },',
    '})',
    '',
  ].join('\n')
  return `${importLine(body)}\n\n${body}`
}

const BUILDERS = [
  ...[
    'all',
    'any',
    'change',
    'converted',
    'count',
    'days',
    'defineConfig',
    'distinctDays',
    'distinctFeatures',
    'distinctUsers',
  ],
  ...[
    'event',
    'expanded',
    'fastDrop',
    'happened',
    'inactive',
    'outcome',
    'page',
    'postgres',
    'property',
    'retained',
    'rise',
  ],
  ...['screen', 'signal', 'silence', 'slowDrop', 'tenure'],
]

function importLine(body: string): string {
  const code = body
    .split('\n')
    .filter((line) => !line.trim().startsWith('//'))
    .join('\n')
    .replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''")
  const used = BUILDERS.filter((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(code))
  const line = `import { ${used.join(', ')} } from 'telltale'`
  return line.length <= WIDTH ? line : `import {\n${used.map((name) => `  ${name},\n`).join('')}} from 'telltale'`
}

function figures({ events, people, from, to }: Survey): string {
  const day = (ts: number) => new Date(ts).toISOString().slice(0, 10)
  const when =
    from === null || to === null ? '' : `, ${day(from)} to ${day(to)} (${Math.round((to - from) / MS_PER_DAY)} days)`
  return `${number(events)} events of ${number(people)} people${when}`
}

function accountLines({ accountKeys, alone }: Proposal, seen: readonly AccountKeySeen[]): string[] {
  const candidates = seen
    .slice(0, 5)
    .map(
      ({ path, share, accounts, several }) =>
        `${path} on ${percent(share)} of the events, ${counted(accounts, 'account')}${several > 0 ? `, ${percent(several)} of their people in several` : ''}`,
    )
  const why =
    alone || candidates.length === 0
      ? 'Nothing names a company: every user is an account of one.'
      : `Where an event names its account. Seen: ${candidates.join('; ')}.`
  return [...comment(why, '  '), `  account: { key: [${accountKeys.map(literal).join(', ')}] },`]
}

const GROUPS: readonly (readonly [string, (event: ProposedEvent) => boolean])[] = [
  ['What people come for.', ({ kind }) => kind === 'core'],
  ['Working together.', ({ kind }) => kind === 'team'],
  ['Their own data.', ({ kind }) => kind === 'data'],
  ['Further use.', ({ kind }) => kind === 'depth'],
  ['What somebody wants.', ({ kind }) => kind === 'intent'],
  ['Something is in the way.', ({ kind }) => kind === 'support'],
  ['Makes nobody active.', ({ kind }) => kind === 'other'],
]

function eventLines({ events, unlisted }: Proposal): string[] {
  const groups = GROUPS.flatMap(([title, belongs], at) => {
    const own = events.filter(belongs)
    return own.length === 0 ? [] : [...(at === 0 ? [] : ['']), `    // ${title}`, ...own.flatMap(eventLine)]
  })
  const rest =
    unlisted === 0
      ? []
      : [
          '',
          ...comment(
            `Not listed, since rarer or doubled: ${counted(unlisted, 'name')}. They make nobody active.`,
            '    ',
          ),
        ]
  return [...(groups[0] === '' ? groups.slice(1) : groups), ...rest]
}

function eventLine({ key, call, name, aliases, kind, feature, where, count, people }: ProposedEvent): string[] {
  const options = [
    ...(kind === 'other' ? [] : [`kind: '${kind}'`]),
    ...(feature === null ? [] : [`feature: ${literal(feature)}`]),
    ...(aliases.length === 0 ? [] : [`aliases: [${aliases.map(literal).join(', ')}]`]),
    ...(where === null ? [] : [`where: property(${literal(where.property)}).is(${literal(where.value)})`]),
  ]
  const inside = options.length === 0 ? '' : `, { ${options.join(', ')} }`
  const seen = people === 0 ? `about ${number(count)}` : `${number(count)} by ${number(people)}`
  return [`    ${key}: ${call === 'track' ? 'event' : call}(${literal(name)}${inside}), // ${seen}`]
}

function definitionLines({ key, why, lines }: ProposedLines): string[] {
  const [first = '', ...rest] = lines
  const code = [`    ${key}: ${first}`, ...rest.map((line) => `      ${line}`)]
  return [...comment(why, '    '), ...code.map((line, at) => (at === code.length - 1 ? `${line},` : line))]
}

/** Lines of a comment; names in it come from the outside, and nothing in them may end it. */
function comment(text: string, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of printable(text).split(/[ \u2028\u2029]/)) {
    if (line !== '' && indent.length + line.length + word.length + 4 > WIDTH) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((one) => `${indent}// ${one}`)
}

function percent(share: number): string {
  return `${share >= 0.995 || share < 0.005 ? Math.round(share * 1000) / 10 : Math.round(share * 100)} %`
}

function number(n: number): string {
  return n.toLocaleString('en')
}
