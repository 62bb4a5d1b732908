import type { EpisodeNotice } from '@contract/episodes.ts'
import { useQuery } from '@tanstack/react-query'
import { CatchBoundary, Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useLiveNotice } from '../api/live.ts'
import { statusQuery } from '../api/queries.ts'
import { snapshotDay } from '../api/snapshot.ts'
import { HatchPattern } from '../charts/hatch.tsx'
import { useCell } from '../search/use-cell.ts'
import { formatDay } from '../words/format.ts'
import { Freshness } from './freshness.tsx'
import { Icon, Mark, SIGNAL_LOOKS } from './icon.tsx'
import { JumpTo } from './jump-to.tsx'
import { KeyboardHelp } from './keyboard.tsx'
import { PageFault } from './page-fault.tsx'
import { Dock, GroupPages, SideBar } from './side-bar.tsx'
import { setTheme, useTheme } from './theme.ts'
import { useDoor } from './use-door.ts'
import { You } from './you.tsx'

/** Only where a number, or what it means, is opened. */
const OpenedMetric = lazy(async () => ({ default: (await import('./metric-who.tsx')).OpenedMetric }))
const OpenedDefinition = lazy(async () => ({
  default: (await import('./metric-definition.tsx')).OpenedDefinition,
}))

/** Before one is in there is nothing around the page. */
const DOORS = ['/sign-in', '/accept']

export function Frame() {
  return DOORS.includes(useLocation().pathname) ? <Outlet /> : <WholeFrame />
}

/** Side bar (a top line and a dock on the phone) and the page. */
function WholeFrame() {
  const status = useQuery(statusQuery)
  useDoor(status.error)
  const notice = useLiveNotice()
  return (
    <div className="min-h-screen desk:grid desk:grid-cols-[13rem_minmax(0,1fr)]">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-paper focus:p-2">
        Skip to the page
      </a>
      <HatchPattern />
      <nav
        aria-label="Pages"
        className="sticky top-0 z-[5] flex items-center gap-2 border-line bg-mist px-4 py-2 text-dense max-desk:border-b desk:h-screen desk:flex-col desk:items-stretch desk:gap-0 desk:border-r desk:px-3 desk:pt-4 desk:pb-3"
      >
        <Brand product={status.data?.product ?? ''} />
        <JumpTo />
        <SideBar status={status.data} />
        <LiveLine notice={notice} />
        <div className="flex items-center gap-2 border-line max-desk:order-1 max-desk:ml-auto desk:mx-2 desk:mt-3 desk:border-t desk:pt-3">
          <Freshness status={status.data} error={status.error} />
          <ThemeToggle />
        </div>
        <You />
      </nav>
      <main
        id="page"
        tabIndex={-1}
        className="relative w-full max-w-[86rem] px-4 pt-1 pb-24 outline-none desk:px-8 desk:pt-6 desk:pb-16"
      >
        <GroupPages />
        <Outlet />
        <Opened />
        <KeyboardHelp />
        {(status.data?.demo === true || snapshotDay !== null) && <DemoLine />}
      </main>
      <Dock />
    </div>
  )
}

/** What the address has open of a metric. Where that cannot be loaded, what is around it stays. */
function Opened() {
  const { cell } = useCell<{ readonly metric?: string; readonly definition?: string }>()
  const { href } = useLocation()
  return (
    <CatchBoundary getResetKey={() => href} errorComponent={PageFault}>
      <Suspense>
        {cell?.metric !== undefined && <OpenedMetric />}
        {cell?.definition !== undefined && <OpenedDefinition />}
      </Suspense>
    </CatchBoundary>
  )
}

function Brand({ product }: { product: string }) {
  return (
    <Link
      to="/"
      className="flex min-w-0 items-center gap-2 font-display text-head font-semibold tracking-[-0.01em] desk:flex-none desk:px-2 desk:pb-5"
    >
      <Mark />
      Telltale
      <span className="ml-auto truncate font-sans text-small font-normal text-ink-3 max-desk:hidden" title={product}>
        {product}
      </span>
    </Link>
  )
}

const DEMO_LINE =
  'text-small text-ink-3 max-desk:mt-10 desk:absolute desk:inset-x-8 desk:top-1 desk:truncate desk:leading-4'

/** It is known late: beside the screen's edge, and on the phone at the end, it moves nothing. */
function DemoLine() {
  if (snapshotDay !== null)
    return (
      <p className={DEMO_LINE}>
        A snapshot of the demo of {formatDay(snapshotDay)}: an invented product; nothing here is live or can be changed.
        All of it: <code className="text-ink-2">npx telltale demo</code>
      </p>
    )
  return (
    <p className={DEMO_LINE}>
      A demo: an invented product with invented accounts. Your own:{' '}
      <code className="text-ink-2">npx telltale init</code>
    </p>
  )
}

/** The last alert that opened or closed while the page was open. */
function LiveLine({ notice }: { notice: EpisodeNotice | null }) {
  return (
    <div role="status" aria-live="polite" className="min-w-0 max-desk:hidden">
      {notice !== null && <LiveNotice notice={notice} />}
    </div>
  )
}

function LiveNotice({ notice }: { notice: EpisodeNotice }) {
  const { episode, what } = notice
  const looks = SIGNAL_LOOKS[episode.type]
  return (
    <div className="mx-2 border-t border-line py-2 text-small text-ink-2" data-live={notice.sequence}>
      <p className={`flex items-center gap-1.5 font-medium ${looks.text}`}>
        <Icon name={looks.icon} /> Alert {what}
      </p>
      <p className="mt-0.5 line-clamp-3 [overflow-wrap:anywhere]">
        {episode.title} at{' '}
        {episode.entity.level === 'person' ? (
          episode.entityName
        ) : (
          <Link
            to="/accounts/$key"
            params={{ key: episode.entity.account }}
            className="font-medium text-sea hover:underline"
          >
            {episode.entityName}
          </Link>
        )}
      </p>
    </div>
  )
}

function ThemeToggle() {
  const theme = useTheme()
  const next = theme === 'system' ? 'dark' : theme === 'dark' ? 'light' : 'system'
  return (
    <button
      type="button"
      onClick={() => setTheme(next)}
      aria-label={`Colours: ${theme}. Change to ${next}`}
      title={`Colours: ${theme}`}
      className="ml-auto grid size-10 flex-none place-items-center rounded-2 text-ink-3 hover:bg-mist-2 desk:size-6"
    >
      <Icon name={theme === 'light' ? 'sun' : theme === 'dark' ? 'moon' : 'contrast'} />
    </button>
  )
}
