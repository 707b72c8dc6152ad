import type { Locator, Page } from 'playwright-core'
import { until } from './until.ts'

/** More presses of Tab than any page has stops. */
const STOPS_MAX = 120

export type TabKey = 'Tab' | 'Shift+Tab'

/** A person at a keyboard, who has no mouse. */
export interface Keyboard {
  /** Presses Tab, or Shift and Tab, until this has the focus. Throws when it cannot be reached. */
  tabTo(target: Locator, key?: TabKey): Promise<void>
  press(...keys: string[]): Promise<void>
  type(text: string): Promise<void>
  /** `tabTo` and Enter. */
  choose(target: Locator, key?: TabKey): Promise<void>
  /** Waits until this has the focus without a press, and can be seen to have it. Throws when it does not get it. */
  isOn(target: Locator): Promise<void>
  /** What went wrong so far: a focus that nobody sees, or that was lost; empty without faults. */
  faults: string[]
}

/**
 * At each stop it is checked that the focus can be seen: the element is in the window, and looks different than without the
 * focus. After each press of another key the focus must still be somewhere.
 */
export function takeKeyboard(page: Page): Keyboard {
  const faults: string[] = []
  const look = async (after: string) => {
    await page.evaluate(untilShown)
    const found = await page.evaluate<string[]>(`(${lookAtFocus})()`)
    faults.push(...found.map((fault) => `${after}: ${fault}`))
  }
  const isFocused = async (target: Locator) =>
    (await target.count()) > 0 &&
    (await target.first().evaluate((element) => element === element.ownerDocument.activeElement))
  const keyboard: Keyboard = {
    faults,
    async tabTo(target, key = 'Tab') {
      await target.first().waitFor()
      for (let stop = 0; stop < STOPS_MAX; stop++) {
        if (await isFocused(target)) return
        await page.keyboard.press(key)
        await look(key)
      }
      throw new Error(`${target} cannot be reached with ${key}.`)
    },
    async press(...keys) {
      for (const key of keys) {
        await page.evaluate('globalThis.isOldDocument = true')
        await page.keyboard.press(key)
        // A screen or a dialog that the key opens takes the focus when it is there; a new document begins at its top.
        const isSomewhere = () =>
          page.evaluate<boolean>('!globalThis.isOldDocument || document.activeElement !== document.body')
        await until(isSomewhere, { timeoutMs: 5_000 }).catch(() => faults.push(`${key}: the focus is lost`))
      }
    },
    type: (text) => page.keyboard.type(text),
    async choose(target, key) {
      await keyboard.tabTo(target, key)
      await keyboard.press('Enter')
    },
    async isOn(target) {
      await until(() => isFocused(target), { timeoutMs: 5_000 }).catch(async (cause) => {
        const focused = await page.evaluate<string>('document.activeElement.outerHTML.slice(0, 160)')
        throw new Error(`The focus is not on ${target} but on ${focused}`, { cause })
      })
      await page.evaluate(untilShown)
      if (!(await page.evaluate<boolean>(`(${isSeen})(document.activeElement)`)))
        faults.push(`${target} shows no focus`)
    },
  }
  return keyboard
}

/** In the page: transitions of colours have ended. */
const untilShown = `Promise.allSettled(
  document.getAnimations().filter((each) => each instanceof CSSTransition).map(({ finished }) => finished)).then(() => undefined)`

/** In the page: whether the element has a ring; fields have a border in another colour, see `lookAtFocus`. */
const isSeen = `(element) => {
  if (element.matches('input, select, textarea')) return true
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
}`

/** In the page: faults of the focus. How the element before looks without the focus is compared with how it looked with it. */
const lookAtFocus = `() => {
  const styleOf = (element) => [element, element.nextElementSibling, element.parentElement]
    .filter(Boolean)
    .map((each) => { const s = getComputedStyle(each); return [s.outline, s.boxShadow, s.borderColor, s.backgroundColor].join() })
    .join(' | ')
  const nameOf = (element) => element.outerHTML.slice(0, 160)
  const faults = []
  const before = globalThis.focusedBefore
  const element = document.activeElement
  if (before && before.element !== element && before.element.isConnected && styleOf(before.element) === before.style)
    faults.push('looks the same with and without the focus: ' + nameOf(before.element))
  if (element === document.body) {
    globalThis.focusedBefore = undefined
    return faults
  }
  const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
  const isInside = width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
  if (!isInside) faults.push('has the focus outside of the window: ' + nameOf(element))
  globalThis.focusedBefore = { element, style: styleOf(element) }
  return faults
}`
