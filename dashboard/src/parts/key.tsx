/** A key of the keyboard; a phone has none. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-block min-w-[18px] max-desk:hidden rounded-1 border border-line-2 bg-paper px-1 text-center font-sans text-micro font-medium text-ink-3">
      {children}
    </kbd>
  )
}
