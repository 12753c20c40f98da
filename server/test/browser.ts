import type { Answer, Asked } from './world.ts'

/** A browser of its own against the world: it keeps its cookies and sends the CSRF token, as a page does. */
export type Browser = {
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  signIn(email: string, password: string, more?: Record<string, unknown>): Promise<Answer>
  cookies: Map<string, string>
}

/** `from` needs a world that trusts its proxy: openWorld({ TRUSTED_PROXIES: '127.0.0.1' }). */
export function openBrowser(
  world: { ask: Asked },
  { from, agent = 'Test/1.0' }: { from?: string; agent?: string } = {},
): Browser {
  const cookies = new Map<string, string>()
  const ask: Browser['ask'] = async (method, path, body, headers = {}) => {
    const csrf = cookies.get('docket_csrf')
    const answer = await world.ask(null, method, `/api${path}`, body, {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent': agent,
      ...(csrf && { 'x-csrf-token': csrf }),
      ...(from && { 'x-forwarded-for': from }),
      ...headers,
    })
    for (const line of answer.headers.getSetCookie().flatMap((all) => all.split(/,(?=\s*docket_)/))) {
      const [, name = '', value = ''] = /^\s*([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) cookies.set(name, value)
      else cookies.delete(name)
    }
    return answer
  }
  return {
    cookies,
    ask,
    async signIn(email, password, more = {}) {
      // Asked each time: the token goes with the session, and that may have ended elsewhere.
      await ask('GET', '/auth/csrf')
      return ask('POST', '/auth/login', { email, password, ...more })
    },
  }
}
