import { oneOf, readerOf, text } from '../../search/read-search.ts'

/** Where to go back to, and whether a session ended there. */
export const readSignInSearch = readerOf({ back: text, ended: oneOf(['yes']) })

/** A page of ours, whatever an address says: `//elsewhere` is none. */
export function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : '/'
}
