/** Every page with its place in the side bar. One that is not built is not in it. */
export type PageLink = {
  readonly to: string
  readonly name: string
  /** Which of the server's counts stands beside it. */
  readonly count?: 'accounts' | 'signals'
}
export type PageGroup = { readonly name: string; readonly pages: readonly PageLink[] }

export const GROUPS: readonly PageGroup[] = [
  {
    name: 'Today',
    pages: [
      { to: '/today', name: 'Today' },
      { to: '/team', name: 'Team' },
    ],
  },
  {
    name: 'Customers',
    pages: [
      { to: '/accounts', name: 'Accounts', count: 'accounts' },
      { to: '/bands', name: 'Band changes' },
    ],
  },
  {
    name: 'Product',
    pages: [
      { to: '/activation', name: 'Activation' },
      { to: '/engagement', name: 'Engagement' },
      { to: '/adoption', name: 'Adoption' },
      { to: '/retention', name: 'Retention' },
    ],
  },
  { name: 'Money', pages: [{ to: '/revenue', name: 'Revenue' }] },
  {
    name: 'Trust',
    pages: [
      { to: '/signals', name: 'Signals', count: 'signals' },
      { to: '/discover', name: 'Discover' },
      { to: '/playbooks', name: 'Playbooks' },
      { to: '/changes', name: 'Changes' },
    ],
  },
]

/** Below the groups, quietly. */
export const QUIET: readonly PageLink[] = [
  { to: '/questions', name: 'Questions' },
  { to: '/catalogue', name: 'Metrics' },
  { to: '/data', name: 'Data' },
  { to: '/settings', name: 'Settings' },
]

export const ALL_PAGES: readonly PageLink[] = [...GROUPS.flatMap(({ pages }) => pages), ...QUIET]

/** The group that an address belongs to; null: to none of them. */
export function groupOf(path: string): PageGroup | null {
  return GROUPS.find(({ pages }) => pages.some(({ to }) => path === to || path.startsWith(`${to}/`))) ?? null
}
