import { badOptions, type Misused, withMisuse } from '../builders/misuse.ts'
import type { DeliverySettings } from './settings.ts'

/** What holds for every channel, as it is written. */
export type DeliveryInput<C extends string = string> = {
  /** Private networks that channels may reach, such as `['10.1.0.0/16']`. Default none: every other address must be public. */
  readonly allow?: readonly string[]
  /** Where people open the dashboard, such as `https://telltale.example.com`: messages link to it. */
  readonly baseUrl?: string
  /** Who is told when a channel was switched off because nothing got through: a channel, and for e-mail an address. */
  readonly trouble?: { readonly channel: C; readonly to?: string }
}

export function draftDelivery(given: DeliveryInput): DeliverySettings & Misused {
  const { allow = [], baseUrl, trouble } = given
  return {
    allow: [...allow],
    baseUrl: baseUrl === undefined ? null : String(baseUrl).replace(/\/+$/, ''),
    trouble: trouble === undefined ? null : { channel: trouble.channel, to: trouble.to ?? '' },
    ...withMisuse([
      ...badOptions('delivery', given, ['allow', 'baseUrl', 'trouble']),
      ...(trouble === undefined ? [] : badOptions('delivery.trouble', trouble, ['channel', 'to'])),
    ]),
  }
}
