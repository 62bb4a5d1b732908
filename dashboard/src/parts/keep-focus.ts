import { findNextPlace, type Stood, standOf } from './find-next-place.ts'

/** What had the focus last, in the page and in each dialog over it: the innermost is the last. */
type Kept = Stood & { readonly layer: Element }

/** Whoever presses what is then gone, or cannot be pressed for a while, is not left on nothing: the focus goes on to what is next, or comes back. Called once. */
export function keepFocus(): void {
  let kept: readonly Kept[] = []
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    const layer = target.closest('dialog') ?? document.body
    const others = kept.filter((one) => one.layer !== layer && one.layer.isConnected)
    kept = [...others, { ...standOf(target, layer), layer }]
  })
  // Whoever leaves what is still there means to: by a press beside everything, or by Tab out of the page.
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget === null && target instanceof HTMLElement)
      queueMicrotask(() => {
        if (target.isConnected && !target.matches(':disabled')) kept = []
      })
  })
  const goOn = (added: readonly Element[]) => {
    kept = kept.filter(({ layer }) => layer.isConnected)
    const last = kept.at(-1)
    if (last === undefined || !isNowhere()) return
    if (last.element.isConnected) last.element.focus()
    else focusOn(findNextPlace(last, added))
  }
  // Between leaving one and coming to the next nothing has it, and what that changes is told already.
  const observer = new MutationObserver((records) => isNowhere() && setTimeout(goOn, 0, addedBy(records)))
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] })
}

function isNowhere(): boolean {
  return document.activeElement === document.body
}

function addedBy(records: readonly MutationRecord[]): readonly Element[] {
  return records.flatMap(({ addedNodes }) => [...addedNodes].filter((node) => node instanceof Element))
}

/** A heading, or the page, can have the focus and is no stop on the way of Tab. */
function focusOn(place: HTMLElement | null): void {
  if (place === null) return
  if (place.tabIndex < 0) place.tabIndex = -1
  place.focus({ preventScroll: place.matches('main') })
}
