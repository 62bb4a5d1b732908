import { isFailedPayment, isPayment } from '../../../config/payment-names.ts'
import type { AsOfDay } from '../../../contract/account-parts/account-outreach.ts'
import type { AccountPayments } from '../../../contract/account-parts/account-payments.ts'
import { DAY_MAX, dayToIso } from '../../../core/time.ts'
import type { EventRow } from '../../../store/analytic/rows.ts'
import { everyName } from '../../plan-model.ts'
import type { Project } from '../../project.ts'
import { closedDay } from '../read-account-detail.ts'
import { type PaymentEvent, pairPayments } from './pair-payments.ts'

const LISTED = 50
const NAME = 'name:'

/** Payments of an account that failed, as its events tell, whether the configuration lists them or not. null: there is no such account. @throws bad_argument */
export async function readAccountPayments(
  project: Project,
  account: string,
  { asOf }: AsOfDay,
): Promise<AccountPayments | null> {
  const { judgedDay: latest, store, zone } = project
  const id = store.dictionary.account.idOf(account)
  if (latest === null || id === undefined) return null
  const day = asOf === undefined ? latest : closedDay(asOf, latest)
  const close = day === latest ? Number.POSITIVE_INFINITY : zone.startOf(day + 1)
  const names = everyName(store).map((key) => key.slice(NAME.length))
  const failing = names.filter(isFailedPayment)
  const head = { asOf: dayToIso(day), told: failing.length > 0 }
  if (failing.length === 0) return { ...head, data: [] }
  const scan = { accounts: Int32Array.of(id), names: [...failing, ...names.filter(isPayment)] }
  const events: PaymentEvent[] = []
  const days = { from: 0, to: DAY_MAX }
  for await (const block of store.scanEvents({ ...scan, by: 'happened', days, latest: null }))
    for (const row of block) if (row.knownAt < close && row.ts < close) events.push(toEvent(row))
  return { ...head, data: pairPayments(events).slice(0, LISTED) }
}

function toEvent({ name, ts, properties }: EventRow): PaymentEvent {
  return { ts, failed: isFailedPayment(name), properties: JSON.parse(properties) }
}
