import type { Answer, World } from './world.ts'

export type Browser = {
  cookies: Map<string, string>
  /** As the web client asks: with the cookies, and with the CSRF cookie said again in the header of what changes something. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  signIn(email: string, password: string): Promise<Answer>
}

/** A browser as far as the server can tell: it keeps the cookies it is given. */
export function openBrowser(world: Pick<World, 'ask'>): Browser {
  const cookies = new Map<string, string>()
  const browser: Browser = {
    cookies,
    async ask(method, path, body, headers = {}) {
      const csrf = cookies.get('docket_csrf')
      const answer = await world.ask(null, method, path, body, {
        ...(cookies.size ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(csrf && method !== 'GET' ? { 'x-csrf-token': csrf } : {}),
        ...headers,
      })
      for (const [, name, value] of (answer.headers.get('set-cookie') ?? '').matchAll(/\b(docket_\w+)=([^;,]*)/g)) {
        if (value) cookies.set(name!, decodeURIComponent(value))
        else cookies.delete(name!)
      }
      return answer
    },
    async signIn(email, password) {
      await browser.ask('GET', '/api/auth/csrf')
      return browser.ask('POST', '/api/auth/login', { email, password })
    },
  }
  return browser
}
