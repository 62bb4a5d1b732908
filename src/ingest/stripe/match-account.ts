import type { AccountMatch } from '../../config/sources.ts'
import { at, type StripeObject } from './stripe-object.ts'

export type Customer = {
  readonly id: string
  readonly name: string | null
  readonly email: string | null
  readonly metadata: StripeObject
}

/** The account of a customer by the first rule that finds one. `accountWith`: whose property has a value. */
export function matchAccount(
  rules: readonly AccountMatch[],
  { customer, metadata }: { readonly customer: Customer; readonly metadata: StripeObject },
  accountWith: (trait: string, value: string) => string | null,
): string | null {
  for (const rule of rules) {
    const found = rule.kind === 'trait' ? accountWith(rule.trait, customer.id) : valueAt(rule.path, customer, metadata)
    if (found !== null) return found
  }
  return null
}

function valueAt(path: string, customer: Customer, metadata: StripeObject): string | null {
  const whole = { ...customer, subscription: { metadata } }
  const value = at(whole, ...path.split('.'))
  return value === undefined || value === null || value === '' || typeof value === 'object' ? null : String(value)
}
