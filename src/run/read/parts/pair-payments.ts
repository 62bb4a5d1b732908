import type { FailedPayment } from '../../../contract/account-parts/account-payments.ts'
import { minorUnits } from '../../../core/currency.ts'
import { type Millis, MS_PER_DAY } from '../../../core/time.ts'

export type PaymentEvent = {
  readonly ts: Millis
  /** false: something was paid. */
  readonly failed: boolean
  readonly properties: Readonly<Record<string, unknown>>
}

/** Attempts at one payment follow each other within so long; what fails later is the next one. */
const SAME_DAYS = 28

type Failing = { -readonly [K in keyof FailedPayment]: FailedPayment[K] } & {
  readonly first: Millis
  readonly invoice: string | null
}

/** Payments that failed, the newest first: attempts at the same one together, each with what was paid after it. */
export function pairPayments(events: readonly PaymentEvent[]): FailedPayment[] {
  const all: Failing[] = []
  for (const event of [...events].sort((a, b) => a.ts - b.ts)) {
    const invoice = invoiceOf(event)
    const own = all.findLast((one) => one.paidAt === null && isOf(one, event, invoice))
    if (!event.failed) {
      if (own !== undefined) own.paidAt = new Date(event.ts).toISOString()
    } else if (own === undefined) {
      const at = new Date(event.ts).toISOString()
      all.push({ at, attempts: 1, amount: amountOf(event), paidAt: null, first: event.ts, invoice })
    } else {
      own.attempts += 1
      own.amount ??= amountOf(event)
    }
  }
  return all.reverse().map(({ at, attempts, amount, paidAt }) => ({ at, attempts, amount, paidAt }))
}

/** By the invoice, where both name one; else by how near they are. */
function isOf(one: Failing, { ts }: PaymentEvent, invoice: string | null): boolean {
  if (one.invoice !== null && invoice !== null) return one.invoice === invoice
  return ts - one.first <= SAME_DAYS * MS_PER_DAY
}

function invoiceOf({ properties }: PaymentEvent): string | null {
  const said = properties.invoice_id ?? properties.invoiceId ?? properties.invoice
  return typeof said === 'string' && said !== '' ? said : null
}

/** In whole units, as Segment says amounts, or in the smallest, as Stripe names them; a bare `amount` may be either and is not taken. */
function amountOf({ properties }: PaymentEvent): FailedPayment['amount'] {
  const { currency } = properties
  if (typeof currency !== 'string' || !/^[a-z]{3}$/i.test(currency)) return null
  const code = currency.toUpperCase()
  const minor = numberAt(properties, ['amount_due', 'amount_remaining'])
  if (minor !== null) return { minor: Math.round(minor), currency: code }
  const whole = numberAt(properties, ['total', 'revenue', 'value'])
  return whole === null ? null : { minor: Math.round(whole * minorUnits(code)), currency: code }
}

function numberAt(properties: PaymentEvent['properties'], names: readonly string[]): number | null {
  const found = names.map((name) => properties[name]).find((one) => typeof one === 'number' && Number.isFinite(one))
  return typeof found === 'number' ? found : null
}
