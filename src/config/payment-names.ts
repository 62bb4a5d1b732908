/** Nothing else says what an event is about: `Payment Failed`, `invoice.past_due`, `cardDeclined`. */
const MONEY = /payment|invoice|charge|card|billing|renewal/i
const FAILED = /fail|declin|overdue|past.?due|unpaid|expire|bounce|disput/i
const PAID = /paid|succe|recover|settled|collected/i

/** Whether an event of this name says that a payment failed. */
export function isFailedPayment(name: string): boolean {
  return MONEY.test(name) && FAILED.test(name)
}

/** Whether an event of this name says that something was paid. */
export function isPayment(name: string): boolean {
  return MONEY.test(name) && PAID.test(name) && !FAILED.test(name)
}
