/** How often an open page asks for its newest state, ms. */
const LOOK_EVERY_MS = 1_000

/**
 * Keeps an open page up to date: loads it again in the background, and replaces the parts that changed. Ends when the page
 * says that it is final, and follows a redirect. A page of another kind is loaded in its place. Where scripts do not run, the page reloads itself instead.
 */
export const liveScript = `'use strict'
const parts = () => [...document.querySelectorAll('[data-live]')]
const cut = document.getElementById('cut')
async function look() {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (answer.redirected) return location.replace(answer.url)
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), 'text/html'))
    if (cut) cut.hidden = true
  } catch {
    if (cut) cut.hidden = false
  }
  if (parts().length > 0) setTimeout(look, ${LOOK_EVERY_MS})
}
function show(fresh) {
  if (parts().some((part) => !fresh.getElementById(part.id))) return location.reload()
  document.title = fresh.title
  for (const part of parts()) {
    const next = fresh.getElementById(part.id)
    if (next.innerHTML !== part.innerHTML) part.innerHTML = next.innerHTML
    if (!next.hasAttribute('data-live')) part.removeAttribute('data-live')
  }
}
if (parts().length > 0) setTimeout(look, ${LOOK_EVERY_MS})
`
