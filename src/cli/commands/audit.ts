import { AuditQuery, type AuditRow } from '../../contract/access/audit.ts'
import { auditedValue, phraseAudit } from '../../contract/access/phrase-audit.ts'
import { auditLog } from '../../run/access/audit-log.ts'
import { verifyAudit } from '../../store/control/access/audit.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { counted } from '../counted.ts'
import { readNumber } from '../read-option.ts'
import { renderTable } from '../render/render-table.ts'
import { withControl } from '../with-control.ts'

const MOST = 500

export const auditCommand: CommandSpec = {
  usage: 'audit',
  summary:
    'Show who did what, when and from where: sign-ins, users, keys, overrides, configurations, merges, forgetting. Lines are only ever added.',
  options: [
    { flags: '--who <name>', description: 'only what this one did' },
    { flags: '--what <operation>', description: 'only this, as --json names it: signIn, createKey, setOverride …' },
    { flags: '--limit <n>', description: 'so many of the newest', default: '50' },
    { flags: '--verify', description: 'check that no line was changed or taken out; exit code 1 when one was' },
  ],
  examples: ['npx telltale audit', 'npx telltale audit --what signInFailed --json', 'npx telltale audit --verify'],
  run: async (invocation) => {
    const { io, json, clock } = invocation
    if (flagOption(invocation, 'verify')) {
      const { lines, broken } = await withControl(invocation, verifyAudit)
      const said =
        broken === null
          ? `The audit log is whole: ${counted(lines, 'line')}.`
          : `The audit log was changed: line ${broken} does not follow from those before it.`
      io.out(json ? JSON.stringify({ lines, broken }) : said)
      return broken === null ? 0 : 1
    }
    const limit = readNumber(textOption(invocation, 'limit') ?? '', {
      argument: '--limit',
      valid: (n) => Number.isInteger(n) && n >= 1 && n <= MOST,
      expected: `a number from 1 to ${MOST}`,
    })
    const [who, what] = [textOption(invocation, 'who') ?? undefined, textOption(invocation, 'what') ?? undefined]
    const query = AuditQuery.parse({ who, what, limit })
    const page = await withControl(invocation, (control) => auditLog({ control, clock }).read(query))
    io.out(json ? JSON.stringify(page.data) : renderAudit(page.data))
    return 0
  },
}

function renderAudit(rows: readonly AuditRow[]): string {
  if (rows.length === 0) return 'Nothing is noted.'
  return renderTable<AuditRow>(
    [
      { head: 'when', cell: ({ at }) => at.slice(0, 19).replace('T', ' ') },
      { head: 'who', cell: ({ who }) => who },
      { head: 'from', cell: ({ from }) => from },
      {
        head: 'did',
        cell: ({ what, subject, who }) => `${phraseAudit(what)} ${subject === who ? '' : subject}`.trim(),
      },
      { head: 'before', cell: ({ before }) => auditedValue(before) },
      { head: 'after', cell: ({ after }) => auditedValue(after) },
    ],
    rows,
  )
}
