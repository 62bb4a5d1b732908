import type { AccountPayments, FailedPayment } from '@contract/account-parts/account-payments.ts'
import { useQuery } from '@tanstack/react-query'
import { paymentsQuery } from '../../api/account-parts.ts'
import { Icon } from '../../parts/icon.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { countOf, formatDay, formatMoney } from '../../words/format.ts'

const SHOWN = 6

type FailedProps = { account: string; asOf: string | undefined }

/** Payments that failed, and whether they were paid since; where no event tells of payments nothing is said of them. */
export function FailedPayments({ account, asOf }: FailedProps) {
  const query = useQuery(paymentsQuery(account, asOf))
  return (
    <Waiting query={query} what="The payments" height={44}>
      {(payments) => <Told payments={payments} />}
    </Waiting>
  )
}

function Told({ payments: { told, data, asOf } }: { payments: AccountPayments }) {
  if (!told) return null
  if (data.length === 0) return <p className="mt-3 text-small text-ink-3">No payment is known to have failed.</p>
  const more = data.length - SHOWN
  return (
    <>
      <ul aria-label="Payments that failed" className="mt-3 text-small text-ink-2">
        {data.slice(0, SHOWN).map((one) => (
          <Failed key={one.at} payment={one} asOf={asOf} />
        ))}
      </ul>
      {more > 0 && <p className="mt-1 text-small text-ink-3">{countOf(more, 'earlier one', 'earlier ones')}.</p>}
    </>
  )
}

/** "12 Jun failed 3 times, €120   paid 20 Jun". */
function Failed({ payment, asOf }: { payment: FailedPayment; asOf: string }) {
  const { at, attempts, amount, paidAt } = payment
  return (
    <li className="flex gap-3 border-t border-line py-1.5">
      <span className="whitespace-nowrap text-ink-3">{formatDay(at.slice(0, 10), asOf)}</span>
      <span>
        payment failed{attempts > 1 && ` ${countOf(attempts, 'time')}`}
        {amount !== null && `, ${formatMoney(amount)}`}
      </span>
      <span
        className={`ml-auto flex flex-none items-start gap-1 whitespace-nowrap ${paidAt === null ? 'text-risk' : 'text-well'}`}
      >
        <Icon name={paidAt === null ? 'down' : 'check'} className="!size-3 mt-0.5" />
        {paidAt === null ? 'not paid since' : `paid ${formatDay(paidAt.slice(0, 10), asOf)}`}
      </span>
    </li>
  )
}
