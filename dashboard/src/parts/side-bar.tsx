import type { ServerStatus } from '@contract/status.ts'
import { Link, useLocation } from '@tanstack/react-router'
import { GROUPS, groupOf, type PageLink, QUIET } from '../pages/pages.ts'
import { formatCount } from '../words/format.ts'
import { Icon, type IconName } from './icon.tsx'

const HERE = {
  className:
    'bg-mist-2 !text-ink font-medium before:absolute before:-left-3 before:inset-y-1.5 before:w-0.5 before:bg-sea max-desk:before:hidden',
  'aria-current': 'page',
} as const

/** The groups and the quiet ones, at the side of a wide screen. */
export function SideBar({ status }: { status: ServerStatus | undefined }) {
  return (
    <div className="flex min-h-0 flex-col overflow-y-auto max-desk:hidden desk:-mx-3 desk:flex-1 desk:px-3">
      {GROUPS.map(({ name, pages }) => (
        <div key={name} className="mb-2.5">
          <p id={`group-${name}`} className="px-2 pb-1 text-micro font-medium text-ink-3">
            {name}
          </p>
          <ul aria-labelledby={`group-${name}`}>
            {pages.map((page) => (
              <SideLink key={page.to} page={page} status={status} />
            ))}
          </ul>
        </div>
      ))}
      {QUIET.length > 0 && (
        <ul className="mt-auto pt-2" aria-label="More">
          {QUIET.map((page) => (
            <SideLink key={page.to} page={page} status={status} quiet />
          ))}
        </ul>
      )}
    </div>
  )
}

type SideLinkProps = { page: PageLink; status: ServerStatus | undefined; quiet?: boolean }

function SideLink({ page: { to, name, count }, status, quiet = false }: SideLinkProps) {
  return (
    <li>
      <Link
        to={to}
        className={`relative flex items-center gap-2 rounded-2 px-2 hover:bg-mist-2 focus-visible:-outline-offset-2 ${quiet ? 'h-[1.625rem] text-ink-3' : 'h-7 text-ink-2'}`}
        activeProps={HERE}
      >
        {name}
        {count !== undefined && (
          <span className="ml-auto text-small font-normal text-ink-3">
            {status === undefined ? '' : formatCount(status.counts[count])}
          </span>
        )}
      </Link>
    </li>
  )
}

const DOCK: Readonly<Record<string, IconName>> = {
  Today: 'table',
  Customers: 'accounts',
  Product: 'wave',
  Money: 'chart',
  Trust: 'tune',
}

/** On the phone: the groups at the bottom, the pages of this group on top. */
export function Dock() {
  const here = groupOf(useLocation().pathname)
  return (
    <nav
      aria-label="Groups of pages"
      className="fixed inset-x-0 bottom-0 z-[5] border-t border-line bg-paper desk:hidden"
    >
      <ul className="flex">
        {GROUPS.map(({ name, pages }) => (
          <li key={name} className="flex-1">
            <Link
              to={pages[0]?.to ?? '/'}
              aria-current={here?.name === name ? 'true' : undefined}
              className={`flex h-14 flex-col items-center justify-center gap-0.5 text-micro ${here?.name === name ? 'font-medium text-sea' : 'text-ink-3'}`}
            >
              <Icon name={DOCK[name] ?? 'ring'} />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** On the phone: the pages beside this one. */
export function GroupPages() {
  const path = useLocation().pathname
  const pages = groupOf(path)?.pages ?? QUIET
  if (pages.length < 2) return <div className="h-2 desk:hidden" />
  return (
    <nav aria-label="Pages of this group" className="-mx-4 mb-3 overflow-x-auto border-b border-line px-4 desk:hidden">
      <ul className="flex gap-5">
        {pages.map(({ to, name }) => (
          <li key={to}>
            <Link
              to={to}
              className="flex h-11 items-center text-dense whitespace-nowrap text-ink-3 focus-visible:-outline-offset-2"
              activeProps={{
                className: '!text-ink font-medium shadow-[inset_0_-2px_var(--ink)]',
                'aria-current': 'page',
              }}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
