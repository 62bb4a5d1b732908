/** The events of Taskflow, the fictional product of the worlds: canonical names with what each is worth. */
export const EVENT_KINDS = {
  'Task Created': 'core',
  'Task Completed': 'core',
  'Project Created': 'core',
  'Board Viewed': 'depth',
  'Comment Added': 'team',
  'Invite Sent': 'team',
  'Account Added User': 'team',
  'Account Removed User': 'other',
  'Report Viewed': 'depth',
  'Report Shared': 'team',
  'Integration Connected': 'data',
  'Automation Created': 'depth',
  'Advanced Filter Used': 'depth',
  'Export Clicked': 'data',
  'Pricing Viewed': 'intent',
  'Premium Feature Attempted': 'intent',
  'Plan Limit Reached': 'intent',
  'Plan Upgraded': 'other',
  'Storage Measured': 'other',
  'Ticket Opened': 'support',
  'Payment Failed': 'other',
  'Payment Recovered': 'other',
  'Cancellation Requested': 'other',
  'Signed Up': 'other',
  'Signed In': 'other',
  'Account Created': 'other',
  'Trial Started': 'other',
  'Trial Ended': 'other',
  'Tour Finished': 'other',
  'Avatar Uploaded': 'other',
  'Landing Page Viewed': 'other',
} as const
export type EventName = keyof typeof EVENT_KINDS
export type EventKind = (typeof EVENT_KINDS)[EventName]
export const EVENT_NAMES = Object.keys(EVENT_KINDS) as readonly EventName[]

export const SEGMENTS = ['smb', 'mid', 'ent'] as const
export type Segment = (typeof SEGMENTS)[number]
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const
export type Role = (typeof ROLES)[number]
export const SOURCES = ['organic', 'ads', 'referral', 'partner', 'outbound'] as const
export type Source = (typeof SOURCES)[number]
/** Cheapest first; price in minor units per seat and month. */
export const PLANS = [
  { name: 'starter', seatMinor: 800 },
  { name: 'team', seatMinor: 1400 },
  { name: 'business', seatMinor: 2500 },
  { name: 'enterprise', seatMinor: 4000 },
] as const

/** Other spellings under which the naming mess sends an event, with the share of each. */
export const VARIANTS: Partial<Record<EventName, readonly { readonly name: string; readonly share: number }[]>> = {
  'Project Created': [
    { name: 'project_created', share: 0.12 },
    { name: 'projectCreated', share: 0.08 },
    { name: 'create-project', share: 0.05 },
    { name: 'proejct_created', share: 0.01 },
  ],
  'Task Created': [
    { name: 'task_created', share: 0.03 },
    { name: 'taskCreated', share: 0.02 },
  ],
  'Export Clicked': [{ name: 'export_clicked', share: 0.2 }],
}
/** Renamed mid-way; for five days both names are sent. */
export const RENAMED = { from: 'Report Viewed', to: 'Report Opened', doubleFireDays: 5 } as const
/** Names of autocapture that mean nothing. */
export const NOISE_NAMES: readonly string[] = Array.from({ length: 40 }, (_, i) => `$autocapture_${i + 1}`)

/** Domains by which a config keeps staff out, and those of free mailboxes. */
export const STAFF_DOMAIN = 'taskflow.example'
export const FREE_MAIL_DOMAINS = ['freemail.example', 'inbox.example'] as const
