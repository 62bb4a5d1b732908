import type { DeliveryDetail } from '@contract/deliveries.ts'

type Standing = Pick<DeliveryDetail, 'state' | 'why'>

const STATES = {
  waiting: 'on its way',
  delivered: 'got there',
  dead: 'given up',
  expired: 'too late',
  dropped: 'dropped',
} as const satisfies Record<Standing['state'], string>

/** What has become of a message by now: "given up: nobody looks after the account". */
export function deliveryWords({ state, why }: Standing): string {
  return why === null || state === 'delivered' ? STATES[state] : `${STATES[state]}: ${why}`
}
