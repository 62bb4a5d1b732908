import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { snapshotDay } from './api/snapshot.ts'
import { readActivationSearch } from './pages/activation/activation-search.ts'
import { readAdoptionSearch } from './pages/adoption/feature.ts'
import { readBandsSearch } from './pages/bands/bands-search.ts'
import { readCatalogueSearch } from './pages/catalogue/catalogue-search.ts'
import { readChangesSearch } from './pages/changes/changes-search.ts'
import { readDataSearch } from './pages/data/data-search.ts'
import { readDiscoverSearch } from './pages/discover/discover-search.ts'
import { readEngagementSearch } from './pages/engagement/engagement-search.ts'
import { landingPage } from './pages/landing-page.ts'
import { readPlaybooksSearch } from './pages/playbooks/playbooks-search.ts'
import { readQuestionsSearch } from './pages/questions/questions-search.ts'
import { readRetentionSearch } from './pages/retention/retention-search.ts'
import { readRevenueSearch } from './pages/revenue/revenue-search.ts'
import { readSettingsSearch } from './pages/settings/settings-search.ts'
import { readSignInSearch } from './pages/sign-in/sign-in-search.ts'
import { readSignalSearch } from './pages/signal/signal-search.ts'
import { readSignalsSearch } from './pages/signals/signals-search.ts'
import { readTodaySearch } from './pages/today/today-search.ts'
import { Frame } from './parts/frame.tsx'
import { NotHere } from './parts/not-here.tsx'
import { PageFault } from './parts/page-fault.tsx'
import { readAccountSearch, readAccountsSearch } from './search/accounts-search.ts'
import { readerOf } from './search/read-search.ts'

const root = createRootRoute({ component: Frame, notFoundComponent: NotHere })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ ...(await landingPage()), replace: true })
  },
})

const todayRoute = createRoute({
  getParentRoute: () => root,
  path: '/today',
  validateSearch: readTodaySearch,
  component: lazyRouteComponent(() => import('./pages/today/today-page.tsx'), 'TodayPage'),
})

const teamRoute = createRoute({
  getParentRoute: () => root,
  path: '/team',
  validateSearch: readerOf({}),
  component: lazyRouteComponent(() => import('./pages/team/team-page.tsx'), 'TeamPage'),
})

const activationRoute = createRoute({
  getParentRoute: () => root,
  path: '/activation',
  validateSearch: readActivationSearch,
  component: lazyRouteComponent(() => import('./pages/activation/activation-page.tsx'), 'ActivationPage'),
})

const revenueRoute = createRoute({
  getParentRoute: () => root,
  path: '/revenue',
  validateSearch: readRevenueSearch,
  component: lazyRouteComponent(() => import('./pages/revenue/revenue-page.tsx'), 'RevenuePage'),
})

const signalsRoute = createRoute({
  getParentRoute: () => root,
  path: '/signals',
  validateSearch: readSignalsSearch,
  component: lazyRouteComponent(() => import('./pages/signals/signals-page.tsx'), 'SignalsPage'),
})

const signalRoute = createRoute({
  getParentRoute: () => root,
  path: '/signals/$key',
  validateSearch: readSignalSearch,
  component: lazyRouteComponent(() => import('./pages/signal/signal-page.tsx'), 'SignalPage'),
})

const retentionRoute = createRoute({
  getParentRoute: () => root,
  path: '/retention',
  validateSearch: readRetentionSearch,
  component: lazyRouteComponent(() => import('./pages/retention/retention-page.tsx'), 'RetentionPage'),
})

const engagementRoute = createRoute({
  getParentRoute: () => root,
  path: '/engagement',
  validateSearch: readEngagementSearch,
  component: lazyRouteComponent(() => import('./pages/engagement/engagement-page.tsx'), 'EngagementPage'),
})

const adoptionRoute = createRoute({
  getParentRoute: () => root,
  path: '/adoption',
  validateSearch: readAdoptionSearch,
  component: lazyRouteComponent(() => import('./pages/adoption/adoption-page.tsx'), 'AdoptionPage'),
})

const catalogueRoute = createRoute({
  getParentRoute: () => root,
  path: '/catalogue',
  validateSearch: readCatalogueSearch,
  component: lazyRouteComponent(() => import('./pages/catalogue/catalogue-page.tsx'), 'CataloguePage'),
})

const bandsRoute = createRoute({
  getParentRoute: () => root,
  path: '/bands',
  validateSearch: readBandsSearch,
  component: lazyRouteComponent(() => import('./pages/bands/bands-page.tsx'), 'BandsPage'),
})

const discoverRoute = createRoute({
  getParentRoute: () => root,
  path: '/discover',
  validateSearch: readDiscoverSearch,
  component: lazyRouteComponent(() => import('./pages/discover/discover-page.tsx'), 'DiscoverPage'),
})

const dataRoute = createRoute({
  getParentRoute: () => root,
  path: '/data',
  validateSearch: readDataSearch,
  component: lazyRouteComponent(() => import('./pages/data/data-page.tsx'), 'DataPage'),
})

const changesRoute = createRoute({
  getParentRoute: () => root,
  path: '/changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./pages/changes/changes-page.tsx'), 'ChangesPage'),
})

const playbooksRoute = createRoute({
  getParentRoute: () => root,
  path: '/playbooks',
  validateSearch: readPlaybooksSearch,
  component: lazyRouteComponent(() => import('./pages/playbooks/playbooks-page.tsx'), 'PlaybooksPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
})

const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const acceptRoute = createRoute({
  getParentRoute: () => root,
  path: '/accept',
  validateSearch: readerOf({}),
  component: lazyRouteComponent(() => import('./pages/sign-in/accept-page.tsx'), 'AcceptPage'),
})

const questionsRoute = createRoute({
  getParentRoute: () => root,
  path: '/questions',
  validateSearch: readQuestionsSearch,
  component: lazyRouteComponent(() => import('./pages/questions/questions-page.tsx'), 'QuestionsPage'),
})

export const accountsRoute = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: readAccountsSearch,
  component: lazyRouteComponent(() => import('./pages/accounts/accounts-page.tsx'), 'AccountsPage'),
})

export const accountRoute = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$key',
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    todayRoute,
    teamRoute,
    activationRoute,
    retentionRoute,
    revenueRoute,
    signalsRoute,
    engagementRoute,
    adoptionRoute,
    catalogueRoute,
    bandsRoute,
    discoverRoute,
    playbooksRoute,
    changesRoute,
    dataRoute,
    questionsRoute,
    settingsRoute,
    signInRoute,
    acceptRoute,
    signalRoute,
    accountsRoute,
    accountRoute,
  ]),
  // A file server knows one page only: the address stands behind its #.
  ...(snapshotDay === null ? {} : { history: createHashHistory() }),
  defaultErrorComponent: PageFault,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
