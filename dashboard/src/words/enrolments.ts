import type { EnrolmentRow } from '@contract/playbooks/playbooks.ts'

/** Where somebody stands in a playbook. */
export const ENROLMENT_STATES = {
  live: 'inside',
  held: 'left alone',
  finished: 'through',
  ended: 'ended earlier',
} as const satisfies Record<EnrolmentRow['state'], string>
