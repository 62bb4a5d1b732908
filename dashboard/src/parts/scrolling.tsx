import type { ReactNode } from 'react'

type ScrollingProps = { label: string; className: string; children: ReactNode }

/** A part that scrolls on its own: named, and reachable by keyboard. */
export function Scrolling({ label, className, children }: ScrollingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
    <section tabIndex={0} aria-label={label} className={`relative overflow-auto ${className}`}>
      {children}
    </section>
  )
}
