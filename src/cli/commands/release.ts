import { ReleaseRequest } from '../../contract/kept/releases.ts'
import { telltaleError } from '../../core/errors.ts'
import { dayToIso, makeZone } from '../../core/time.ts'
import { tellRelease } from '../../run/kept/tell-release.ts'
import { dropRelease, type KeptRelease, readReleases } from '../../store/control/kept/releases.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { findConfig } from '../find-config.ts'
import { readModel } from '../read-config.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

export const releaseAddCommand: CommandSpec = {
  usage: 'release add <name>',
  summary: 'Tell that a version of the product went out: charts over days mark it, and the page Changes lists it.',
  options: [
    { flags: '--on <day>', description: 'the first day with it (default: today)' },
    { flags: '--note <text>', description: 'what it brought' },
    { flags: '--by <name>', description: 'who tells it (default: the user of this machine)' },
  ],
  examples: ['npx telltale release add "New onboarding" --on 2026-03-03 --note "The checklist comes first"'],
  run: async (invocation) => {
    const day = textOption(invocation, 'on')
    const asked = { name: invocation.args[0] ?? '', note: textOption(invocation, 'note') ?? '' }
    const read = ReleaseRequest.safeParse({ ...asked, ...(day === null ? {} : { day }) })
    if (!read.success) {
      const [fault] = read.error.issues
      const isDay = fault?.path[0] === 'day'
      const value = isDay ? (day ?? '') : asked.name
      const expected = isDay ? 'a day such as 2026-03-03' : 'a name of 1 to 200 letters, and a note of 2,000 at most'
      throw telltaleError('bad_argument', { argument: isDay ? '--on' : 'name', value, expected })
    }
    const zone = makeZone((await readModel(findConfig(invocation))).product.timezone)
    const { clock, io, json } = invocation
    const told = await withControl(invocation, (control) =>
      tellRelease({ control, zone, clock }, read.data, whoAsks(invocation)),
    )
    io.out(json ? JSON.stringify(told) : printable(`${told.name} went out on ${told.day} (${told.id}).`))
    return 0
  },
}

export const releaseListCommand: CommandSpec = {
  usage: 'release list',
  summary: 'The versions of the product that were told, the oldest first.',
  options: [],
  examples: ['npx telltale release list'],
  run: async (invocation) => {
    const rows = await withControl(invocation, readReleases)
    const told = rows.map(({ day, at, ...rest }) => ({ ...rest, day: dayToIso(day), at: new Date(at).toISOString() }))
    invocation.io.out(invocation.json ? JSON.stringify(told) : renderReleases(rows))
    return 0
  },
}

export const releaseRemoveCommand: CommandSpec = {
  usage: 'release remove <id>',
  summary: 'Take back that a version went out.',
  options: [],
  examples: ['npx telltale release remove 3'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const name = /^\d{1,9}$/.test(id)
      ? await withControl(invocation, (control) => dropRelease(control, Number(id)))
      : null
    if (name === null) throw telltaleError('not_found', { what: 'release', name: id })
    const { io, json } = invocation
    io.out(json ? JSON.stringify({ id: Number(id), name }) : printable(`${name} is marked no more.`))
    return 0
  },
}

function renderReleases(rows: readonly KeptRelease[]): string {
  if (rows.length === 0) return 'No release was told; `telltale release add NAME` does.'
  return renderTable<KeptRelease>(
    [
      { head: 'id', cell: ({ id }) => String(id) },
      { head: 'day', cell: ({ day }) => dayToIso(day) },
      { head: 'release', cell: ({ name }) => name },
      { head: 'told by', cell: ({ by }) => by },
      { head: 'note', cell: ({ note }) => note },
    ],
    rows,
  )
}
