import { createHash } from 'node:crypto'

/** Style of all pages that the api renders: mobile first, light or dark by the browser's preference. */
export const pageStyle = `
  :root { color-scheme: light dark; --back: #f5f5f2; --card: #fff; --text: #1c1c1a; --soft: #5f5f59; --line: #e3e3de;
    --good: #1a7f4b; --bad: #b3261e; --wait: #8a5a00 }
  @media (prefers-color-scheme: dark) { :root { --back: #141413; --card: #1f1f1d; --text: #eeeeea; --soft: #a5a59d;
    --line: #34342f; --good: #5ccb90; --bad: #ff8a80; --wait: #e8b44c } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; min-height: 100dvh; padding: 1rem; display: flex; flex-direction: column;
    align-items: center; justify-content: center; gap: 1.25rem; background: var(--back); color: var(--text);
    font: 1.0625rem/1.6 system-ui, sans-serif }
  main { width: 100%; max-width: 33rem; padding: clamp(1.5rem, 6vw, 2.5rem); background: var(--card);
    border: 1px solid var(--line); border-radius: .875rem }
  h1 { margin: 0 0 .625rem; font-size: 1.4375rem; line-height: 1.3; text-wrap: balance }
  p { margin: 0; color: var(--soft); overflow-wrap: anywhere }
  .mark { width: 2.75rem; height: 2.75rem; margin-bottom: 1.25rem; border: 2px solid; border-radius: 50%; display: grid;
    place-items: center; font-size: 1.375rem; font-weight: 700; line-height: 1 }
  .good { color: var(--good) } .bad { color: var(--bad) } .wait { color: var(--wait) }
  code { display: block; margin-top: 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem;
    background: var(--back); color: var(--text); font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere;
    user-select: all }
  main a { display: inline-block; margin-top: 1.5rem; padding: .625rem 1.5rem; border-radius: .5rem;
    background: var(--text); color: var(--card); text-decoration: none; font-weight: 600 }
  nav { display: flex; gap: 1.25rem; font-size: .9375rem }
  nav a { color: var(--soft); padding: .25rem 0 } nav a[aria-current] { color: var(--text); text-decoration: none }`

/** For the content security policy of the pages. */
export const pageStyleHash = `sha256-${createHash('sha256').update(pageStyle).digest('base64')}`
