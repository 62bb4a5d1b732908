import type { ReactNode } from 'react'
import { ViewsButton } from './views-button.tsx'

/** The line on top of a page: where one is, and what one may choose; on a phone lists of choices share its lines evenly, however long what they offer is. */
export function PageBar({ name, about, children }: { name: ReactNode; about?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2 text-dense text-ink-3">
      <span className="min-w-0 truncate">
        <b className="text-ink">{name}</b>
        {about !== undefined && <> · {about}</>}
      </span>
      <div className="ml-auto flex flex-wrap items-center gap-2 max-desk:has-[[data-choice],fieldset]:w-full max-desk:[&>[data-choice]]:shrink-0 max-desk:[&>[data-choice]]:grow max-desk:[&>[data-choice]]:basis-[40%] desk:[&>[data-choice]>select]:w-40">
        {children}
        <ViewsButton />
      </div>
    </div>
  )
}
