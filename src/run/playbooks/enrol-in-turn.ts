import type { Playbook, Trigger } from '../../config/playbooks/playbook.ts'
import { dayOfTime } from '../../core/day-of-time.ts'
import { type Day, dayToIso } from '../../core/time.ts'
import { traitOf } from '../../ingest/trait-table.ts'
import { readMeta, writeMeta } from '../../store/control/open-control-store.ts'
import { readHolders } from '../../store/control/playbooks/read-open-states.ts'
import { dueDigest } from '../digest/due-digests.ts'
import type { Project } from '../project.ts'
import { enrol } from './enrol-triggered.ts'

const CADENCE = { day: 'daily', week: 'weekly', month: 'monthly' } as const

/** Begins what a calendar begins: schedules, and renewals that are near. Each once for its day; the first time that a playbook is there, nothing is made up for. */
export async function enrolInTurn(project: Project): Promise<void> {
  for (const playbook of project.config.judged.model.playbooks) {
    const { trigger } = playbook
    if (!playbook.enabled) continue
    if (trigger.kind === 'schedule') await enrolScheduled(project, playbook, trigger)
    if (trigger.kind === 'renewal') await enrolRenewing(project, playbook, trigger)
  }
}

type Turn = {
  readonly day: Day
  readonly accounts: readonly { readonly account: string; readonly occurrence: string }[]
}

async function enrolScheduled(
  project: Project,
  playbook: Playbook,
  { every, at }: Extract<Trigger<string>, { kind: 'schedule' }>,
): Promise<void> {
  const { zone, clock, judgedDay, control } = project
  const now = clock.now()
  const { weekStart } = project.config.judged.model.product
  const settings = { via: '', cadence: CADENCE[every], at, weekends: true, what: { kind: 'team', to: '' } } as const
  const due = dueDigest(settings, { now, zone, weekStart })
  if (due === null || judgedDay === null || judgedDay < zone.dayOf(now) - 1) return
  await taking(project, playbook, due.day, async () => {
    const accounts = playbook.among === null ? [] : await readHolders(control, playbook.among)
    return { day: due.day, accounts: accounts.map((account) => ({ account, occurrence: dayToIso(due.day) })) }
  })
}

async function enrolRenewing(
  project: Project,
  playbook: Playbook,
  { days }: Extract<Trigger<string>, { kind: 'renewal' }>,
): Promise<void> {
  const { zone, clock, config, applier, store } = project
  const today = zone.dayOf(clock.now())
  const trait = config.judged.model.account.renewsOnTrait
  if (trait === null) return
  await taking(project, playbook, today, async (last) => {
    const accounts = []
    for (let id = 1; id <= store.dictionary.account.size(); id++) {
      const account = store.dictionary.account.keyOf(id)
      const said = traitOf(applier.attribution.accountTraits, account, trait)?.value ?? null
      const on = dayOfTime(said, zone)
      if (on !== null && on - days > last && on - days <= today) accounts.push({ account, occurrence: dayToIso(on) })
    }
    return { day: today, accounts }
  })
}

/** Days that nobody looked at are made up for, but not more of them. */
const LATE_DAYS = 3

/** Begins what is due since the last time, and notes with it that it was; the first time it is only noted. */
async function taking(
  { control, clock, merges }: Project,
  playbook: Playbook,
  day: Day,
  turnOf: (last: Day) => Promise<Turn>,
): Promise<void> {
  const noted = `playbook_turn/${playbook.key}`
  const last = await readMeta(control, noted)
  if (last !== null && Number(last) >= day) return
  const now = clock.now()
  const { accounts } = last === null ? { accounts: [] } : await turnOf(Math.max(Number(last), day - LATE_DAYS))
  await control.transaction().execute(async (tx) => {
    for (const { account, occurrence } of accounts) {
      if (merges.some(({ from }) => from === account)) continue
      const entity = { level: 'account', account } as const
      await enrol(tx, playbook, { entity, occurrence, because: '', atEvent: false, at: now, now })
    }
    await writeMeta(tx, noted, String(day))
  })
}
