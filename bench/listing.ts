import { httpClient } from './http.ts'
import { type Desk, type Measured, measure } from './measuring.ts'

const pageRows = 50

/** Lists as a desk asks for them: the first page and a far one, of everything and of what people filter by. */
export async function measureLists(
  desk: Desk,
  tickets: number,
): Promise<{ name: string; clients: number; bytes: number; is: Measured }[]> {
  const far = Math.min(1_000, Math.floor(tickets / pageRows) - 1)
  const lists = {
    'first page': '/api/tickets?limit=50',
    [`page ${far}`]: `/api/tickets?limit=50&cursor=${await cursorAt(desk, (far - 1) * pageRows)}`,
    'first page, live': '/api/tickets?limit=50&status=new,open,pending',
    'first page, nobody’s live ones': '/api/tickets?limit=50&status=new,open&assignee_user_id=none',
    'first page, my closed ones': '/api/tickets?limit=50&status=closed&assignee_user_id=me',
    'counts of the rail': '/api/tickets/counts',
  }
  const measured = []
  for (const [name, path] of Object.entries(lists)) {
    for (const clients of [1, 8]) {
      let bytes = 0
      const is = await measure(desk, {
        clients,
        ask: async (client) => {
          const answer = await client.get(path)
          bytes = answer.body.length
          return answer
        },
      })
      measured.push({ name, clients, bytes, is })
    }
  }
  return measured
}

/** The cursor after so many tickets, come by as a client comes by it. */
async function cursorAt({ docket, token }: Desk, rows: number): Promise<string> {
  const client = await httpClient(docket.url, token)
  let cursor = ''
  for (let seen = 0; seen < rows; ) {
    const limit = Math.min(200, rows - seen)
    const { body } = await client.get(`/api/tickets?limit=${limit}${cursor && `&cursor=${cursor}`}`)
    const page = JSON.parse(body.toString()) as { items: unknown[]; next_cursor: string | null }
    seen += page.items.length
    if (!page.next_cursor) throw new Error(`the list ended after ${seen} tickets`)
    cursor = page.next_cursor
  }
  client.close()
  return cursor
}
