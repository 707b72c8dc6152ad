import { join } from 'node:path'
import { startApi } from '@shopmirror/scripts/app-processes.ts'
import { buildDashboard } from '@shopmirror/scripts/dashboard-build.ts'
import { createSupervisor } from '@shopmirror/scripts/supervise.ts'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { type SignedIn, signInOperator } from './sign-in.ts'
import { type System, type SystemOptions, startSystem } from './system.ts'

/** A whole system whose dashboard is built, and a browser to look at it with. */
export interface DashboardSystem extends System {
  browser: Browser
  /** Such as `http://127.0.0.1:3000/dashboard`. */
  dashboardUrl: string
  /** Options of a page on which an operator is signed in: the first person there is, made at the first call. */
  asOperator(): Promise<SignedIn>
  /**
   * A page of a new person: nobody is signed in. What the page throws, and what its content security policy refuses,
   * fails the test at the end.
   */
  newPage(options?: BrowserContextOptions): Promise<Page>
  /** Kills the api. Returns what starts it again at the same address. */
  killApi(): Promise<() => Promise<void>>
}

/** Builds the dashboard where its sources changed, and starts everything; see `startSystem`. */
export async function startDashboard(options: SystemOptions = {}): Promise<DashboardSystem> {
  await buildDashboard((line) => process.stdout.write(`${line}\n`))
  const [system, browser] = await Promise.all([startSystem(options), openBrowser()])
  const faults: string[] = []
  let operator: Promise<SignedIn> | undefined
  const supervisor = createSupervisor()
  return {
    ...system,
    browser,
    dashboardUrl: `${system.stack.env.PUBLIC_URL}/dashboard`,
    asOperator: () => {
      operator ??= signInOperator(system.stack.env)
      return operator
    },
    newPage: async (contextOptions = {}) => {
      const context = await browser.newContext({ locale: 'en-GB', ...contextOptions })
      const page = await context.newPage()
      page.on('pageerror', (error) => faults.push(String(error)))
      page.on('console', (line) => {
        if (/Content Security Policy/.test(line.text())) faults.push(line.text())
      })
      return page
    },
    killApi: async () => {
      const { api, env, logDir, apiUrl } = system.stack
      await system.kill(api)
      const again = { supervisor, env, logFile: join(logDir, 'api-again.log') }
      return async () => void (await startApi(again, Number(new URL(apiUrl).port)))
    },
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await supervisor.close()
      await system[Symbol.asyncDispose]()
      if (faults.length > 0) throw new Error(`The pages had faults:\n${faults.join('\n')}`)
    },
  }
}
