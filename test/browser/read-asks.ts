import type { Page, Request } from 'playwright-core'

const ASKS = new WeakMap<Page, Set<Request>>()
/** Never ends: what comes is told by it as it comes. */
const STREAM = '/api/v1/episodes/stream'

/** Keeps what the page has asked for and not got yet; a new document has asked for nothing. */
export function watchAsks(page: Page): void {
  const asks = new Set<Request>()
  ASKS.set(page, asks)
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) asks.clear()
    else if (isAwaited(request)) asks.add(request)
  })
  page.on('requestfinished', (request) => asks.delete(request))
  page.on('requestfailed', (request) => asks.delete(request))
}

/** What a watched page waits for: the paths that it has asked for and that are not answered. */
export function readAsks(page: Page): string[] {
  return [...(ASKS.get(page) ?? [])].map(pathOf)
}

function pathOf(request: Request): string {
  return new URL(request.url()).pathname
}

/** What a page waits for to go on: all of it asked for by its scripts, but for what never ends. */
export function isAwaited(request: Request): boolean {
  return ['fetch', 'xhr', 'script'].includes(request.resourceType()) && pathOf(request) !== STREAM
}
