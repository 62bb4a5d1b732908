import type { Outcome } from '../../config/model.ts'
import type { KnownOutcome } from '../../contract/analyze/standing-questions.ts'
import type { QuarantinePage, QuarantineQuery } from '../../contract/events.ts'
import type { ServerStatus } from '../../contract/status.ts'
import { UNATTRIBUTED } from '../../contract/unattributed.ts'
import { telltaleError } from '../../core/errors.ts'
import { dayToIso } from '../../core/time.ts'
import { REASONS, type Reason } from '../../store/analytic/message.ts'
import { LIVE_LOG } from '../data-folder.ts'
import type { Project } from '../project.ts'
import type { OpenEpisodes } from './open-episodes.ts'

/** How fresh everything is, and what was left out. */
export async function readStatus(project: Project, open: OpenEpisodes): Promise<ServerStatus> {
  const { store, clock, zone, config } = project
  const counts = await store.counts()
  const model = config.judged.model
  const waiting = project.live.writer.position() - (store.applied()[LIVE_LOG] ?? 0)
  return {
    product: model.product.name,
    version: project.version,
    demo: project.demo,
    timezone: model.product.timezone,
    now: new Date(clock.now()).toISOString(),
    today: dayToIso(zone.dayOf(clock.now())),
    asOf: project.judgedDay === null ? null : dayToIso(project.judgedDay),
    state: project.state,
    applied: Object.entries(store.applied()).map(([log, n]) => ({ log, n })),
    lagSeconds:
      waiting <= 0 || project.lastArrival === null ? 0 : Math.max(0, (clock.now() - project.lastArrival) / 1000),
    firstDay: counts.firstTs === null ? null : dayToIso(zone.dayOf(counts.firstTs)),
    lastEventAt: counts.lastTs === null ? null : new Date(counts.lastTs).toISOString(),
    lastArrivalAt: project.lastArrival === null ? null : new Date(project.lastArrival).toISOString(),
    counts: {
      events: counts.events,
      facts: counts.facts,
      accounts: counts.accounts,
      persons: counts.persons,
      quarantined: counts.quarantined,
      excluded: counts.excluded,
      signals: model.signals.length,
      openEpisodes: [...open.bySignal.values()].reduce((sum, n) => sum + n, 0),
    },
    withoutAccount: { ...counts.withoutAccount },
    unattributed: Object.entries(UNATTRIBUTED).flatMap(([reason, told]) => {
      const events = counts.withoutAccount[reason as keyof typeof UNATTRIBUTED]
      return events === 0 ? [] : [{ reason, events, ...told }]
    }),
    unclaimed: counts.unclaimed.map(({ account, events }) => ({
      account: store.dictionary.account.keyOf(account),
      events,
    })),
    memberless: {
      ...{ accounts: counts.memberless.accounts, of: counts.memberless.of },
      named: counts.memberless.most.map((account) => store.dictionary.account.keyOf(account)),
    },
    segments: model.segments.flatMap(({ key, level }) => (level === 'account' ? [key] : [])),
    outcomes: model.outcomes.map(toKnownOutcome),
    warnings: { ...counts.warnings },
    config: { hash: model.hash, path: config.path },
  }
}

/** Refused messages, newest first. The cursor is the position in that order. @throws bad_argument for a reason that is none */
export async function readQuarantine(project: Project, query: QuarantineQuery): Promise<QuarantinePage> {
  const reason = query.reason === undefined ? null : readReason(query.reason)
  const counts = await project.store.countQuarantine()
  const total = reason === null ? [...counts.values()].reduce((sum, n) => sum + n, 0) : (counts.get(reason) ?? 0)
  const offset = query.cursor === undefined || !/^\d{1,9}$/.test(query.cursor) ? 0 : Number(query.cursor)
  const rows = await project.store.quarantine({ limit: query.limit, offset, reason })
  return {
    data: rows.map((row) => ({
      id: row.n,
      receivedAt: new Date(row.receivedAt).toISOString(),
      source: row.source,
      reason: row.reason,
      reasonText: REASONS[row.reason],
      detail: row.detail,
      raw: row.raw,
    })),
    nextCursor: offset + rows.length < total ? String(offset + rows.length) : null,
    total,
    byReason: [...counts]
      .map(([reason, n]) => ({ reason, n }))
      .sort((a, b) => b.n - a.n || (a.reason < b.reason ? -1 : 1)),
  }
}

function readReason(text: string): Reason {
  if (Object.hasOwn(REASONS, text)) return text as Reason
  throw telltaleError('bad_argument', { argument: 'reason', value: text, expected: Object.keys(REASONS).join(', ') })
}

export function toKnownOutcome({ key, rule }: Outcome): KnownOutcome {
  return { key, kind: rule.kind, days: rule.kind === 'retained' ? { from: rule.fromDay, to: rule.toDay } : null }
}
