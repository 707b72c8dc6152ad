import { createHash } from 'node:crypto'

/** Style of all pages that the api renders: mobile first, light or dark by the browser's preference. */
export const pageStyle = `
  :root { color-scheme: light dark; --back: #f4f4f1; --card: #fff; --text: #1c1c1a; --soft: #5b5b55; --line: #dfdfd9;
    --field: #85857d; --good: #176f41; --bad: #b3261e; --wait: #805200; --fill: #ecece7 }
  @media (prefers-color-scheme: dark) { :root { --back: #141413; --card: #1f1f1d; --text: #eeeeea; --soft: #aeaea6;
    --line: #393934; --field: #85857d; --good: #5ccb90; --bad: #ff8a80; --wait: #e8b44c; --fill: #2c2c29 } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; min-height: 100dvh; padding: 1rem; display: flex; flex-direction: column;
    align-items: center; justify-content: center; gap: 1.25rem; background: var(--back); color: var(--text);
    font: 1.0625rem/1.6 system-ui, sans-serif }
  main { width: 100%; max-width: 34rem; padding: clamp(1.25rem, 6vw, 2.5rem); background: var(--card);
    border: 1px solid var(--line); border-radius: .875rem }
  h1 { margin: 0 0 .625rem; font-size: 1.4375rem; line-height: 1.3; text-wrap: balance; overflow-wrap: anywhere }
  h2 { margin: 1.75rem 0 .75rem; font-size: 1.0625rem; line-height: 1.4 }
  p { margin: 0; color: var(--soft); overflow-wrap: anywhere; text-wrap: pretty }
  p + p { margin-top: .75rem }
  strong { color: var(--text); font-weight: 600 }
  .mark { width: 2.75rem; height: 2.75rem; margin-bottom: 1.25rem; border: 2px solid; border-radius: 50%; display: grid;
    place-items: center; font-size: 1.375rem; font-weight: 700; line-height: 1 }
  .good { color: var(--good) } .bad { color: var(--bad) } .wait { color: var(--wait) }
  code { display: block; margin-top: 1rem; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem;
    background: var(--back); color: var(--text); font: .875rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere;
    user-select: all }
  main > a, .button { display: inline-block; margin-top: 1.5rem; padding: .625rem 1.5rem; border: 0; border-radius: .5rem;
    background: var(--text); color: var(--card); text-decoration: none; font: inherit; font-weight: 600;
    line-height: 1.6; text-align: center; cursor: pointer }
  main > a:hover, .button:hover { opacity: .88 }
  :focus-visible { outline: 3px solid var(--text); outline-offset: 2px }
  .more { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-top: 1.25rem }
  .more a { color: var(--text); padding: .25rem 0; text-underline-offset: .2em }
  label { display: block; margin-top: 1.5rem; font-weight: 600 }
  .field { display: flex; align-items: stretch; margin-top: .375rem; border: 1px solid var(--field);
    border-radius: .5rem; background: var(--card); overflow: hidden }
  .field:focus-within { outline: 3px solid var(--text); outline-offset: 1px }
  .field input { flex: 1; min-width: 0; padding: .625rem .75rem; border: 0; outline: 0; background: none;
    color: inherit; font: inherit }
  .field input::placeholder { color: var(--soft); opacity: 1 }
  .field span { padding: .625rem .75rem; border-left: 1px solid var(--line); background: var(--fill);
    color: var(--soft); white-space: nowrap; font-size: .9375rem; line-height: 1.8 }
  .hint { margin-top: .375rem; font-size: .9375rem } .error { margin-top: .375rem; color: var(--bad); font-size: .9375rem;
    font-weight: 500 }
  .invalid { border-color: var(--bad) }
  .choices { list-style: none; margin: 1.5rem 0 0; padding: 0; display: grid; gap: .75rem }
  .choices a { display: flex; justify-content: space-between; gap: 1rem; padding: .875rem 1.125rem;
    border: 1px solid var(--field); border-radius: .625rem; color: inherit; text-decoration: none; font-weight: 600 }
  .choices a::after { content: '→'; color: var(--soft) } .choices a:hover { background: var(--fill) }
  .steps { list-style: none; margin: 0; padding: 0; counter-reset: step; display: grid; gap: .75rem }
  .steps li { counter-increment: step; display: grid; grid-template-columns: 1.75rem 1fr; gap: .75rem;
    color: var(--soft); overflow-wrap: anywhere }
  .steps li::before { content: counter(step); width: 1.75rem; height: 1.75rem; border: 1px solid var(--field);
    border-radius: 50%; display: grid; place-items: center; font-size: .875rem; line-height: 1 }
  .steps .done::before { content: '✓'; border-color: var(--good); color: var(--good) }
  .steps .now { color: var(--text) }
  .steps .now::before { background: var(--text); border-color: var(--text); color: var(--card); font-weight: 700 }
  .box { margin-top: 1.25rem; padding: 1rem 1.125rem; border-radius: .625rem; background: var(--fill) }
  .box p { color: var(--text) }
  .parts { list-style: none; margin: 1.5rem 0 0; padding: 0 }
  .parts li { display: grid; grid-template-columns: 1.5rem 1fr auto; align-items: baseline; gap: 0 .5rem;
    padding: .5rem 0; border-top: 1px solid var(--line) }
  .parts li:last-child { border-bottom: 1px solid var(--line) }
  .parts b { font-weight: 400 } .parts .now b { font-weight: 600 }
  .parts i { font-style: normal; color: var(--soft); text-align: right; font-variant-numeric: tabular-nums }
  .parts li::before { content: '○'; color: var(--soft) } .parts .now::before { content: '●'; color: var(--text) }
  .parts .done::before { content: '✓'; color: var(--good) } .parts .bad::before { content: '!'; color: var(--bad) }
  .parts .bad { color: inherit }
  .parts progress { grid-column: 2 / 4; width: 100%; height: .375rem; margin-top: .375rem; accent-color: var(--good) }
  .foot { margin-top: 1.75rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .9375rem }
  [hidden] { display: none }
  nav { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .9375rem }
  nav a { color: var(--soft); padding: .25rem 0 } nav a[aria-current] { color: var(--text); text-decoration: none }`

/** For the content security policy of the pages. */
export const pageStyleHash = `sha256-${createHash('sha256').update(pageStyle).digest('base64')}`
