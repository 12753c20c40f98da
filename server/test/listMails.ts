/** An archive of two mailing lists as real ones are: made, not found, and the same for the same seed. */

type Person = {
  name: string
  address: string
  client: 'both' | 'answered only' | 'references only' | 'capped' | 'forgetful' | 'wordy'
}
type Post = {
  id: string
  parent: Post | null
  subject: string
  by: Person
  at: number
  lists: readonly string[]
  body: string
}

const lists = ['talk.lists.example', 'dev.lists.example'] as const
const clients: readonly Person['client'][] = [
  ...Array<Person['client']>(34).fill('both'),
  ...Array<Person['client']>(6).fill('answered only'),
  ...Array<Person['client']>(4).fill('references only'),
  ...Array<Person['client']>(3).fill('capped'),
  ...Array<Person['client']>(2).fill('wordy'),
  'forgetful',
]
const words = 'lamp server build patch mail release broken works again how why index table page driver token'.split(' ')
const hour = 3_600_000
const lostShare = 0.04
const crossShare = 0.03

export function listMails({ count, seed }: { count: number; seed: number }): Buffer[] {
  const { number, chance, pick } = dice(seed)
  const people = Array.from({ length: Math.max(20, count / 30) }, (_, n) => ({
    name: `Writer ${n}`,
    address: `writer${n}@${pick(['a', 'b', 'c'])}.example`,
    client: pick(clients),
  }))
  const subject = () => Array.from({ length: 2 + number(4) }, () => pick(words)).join(' ')
  const posts: Post[] = []
  const open: Post[][] = []
  for (let n = 0, at = Date.UTC(2024, 0, 1); n < count; n++) {
    at += number(hour)
    const by = pick(people)
    const id = `${n}.${seed}.${by.address}`
    const thread = open.length > 0 && chance(0.8) ? open[open.length - 1 - number(Math.min(open.length, 25))]! : null
    // Most answer the latest mails, some an old one.
    const parent = thread
      ? thread[Math.max(0, thread.length - 1 - (chance(0.8) ? number(3) : number(thread.length)))]!
      : null
    const mine = parent ?? { lists: chance(crossShare) ? lists : [pick(lists)], subject: '' }
    const isReused = !parent && posts.length > 0 && chance(0.1)
    const isOther = parent !== null && chance(0.02)
    const post: Post = {
      ...{ id, parent, by, at, lists: chance(crossShare) ? lists : mine.lists },
      subject: isReused ? pick(posts).subject : parent && !isOther ? parent.subject : subject(),
      body: parent
        ? `${parent.by.name} wrote:\n> ${parent.id}\n\nI say ${n}.`
        : `A question, number ${n}: ${subject()}?`,
    }
    if (!parent && chance(0.03))
      Object.assign(post, { subject: `talk Digest, Vol ${n}`, body: digestOf(posts.slice(-6)) })
    posts.push(post)
    if (thread) thread.push(post)
    else open.push([post])
  }
  const arrivals = posts.flatMap((post) => {
    if (chance(lostShare)) return []
    return post.lists.map((list) => ({ post, list, at: post.at + (chance(0.05) ? number(72) * hour : 0) }))
  })
  const wrong = new Set(posts.filter(() => chance(0.02)))
  return arrivals
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ post, list }) => bytesOf(post, list, wrong.has(post) ? Date.UTC(1970 + number(80), number(12)) : post.at))
}

const digestOf = (posts: readonly Post[]) =>
  posts
    .map(({ id, by, body }) => `Message: ${id}\nFrom: ${by.name}\n\n${body}`)
    .join('\n\n------------------------------\n\n')

function bytesOf({ id, parent, subject, by, lists: to, body }: Post, list: string, at: number): Buffer {
  const chain: string[] = []
  for (let up = parent; up; up = up.parent) chain.unshift(up.id)
  const last = chain.at(-1)
  const named = {
    both: [last, chain.slice(-20)],
    'answered only': [last, []],
    'references only': [undefined, chain.slice(-20)],
    capped: [last, [...chain.slice(0, 1), ...chain.slice(1).slice(-2)]],
    wordy: [last, []],
    forgetful: [undefined, []],
  }[by.client] as [string | undefined, string[]]
  const [answers, references] = named
  const says = by.client === 'wordy' ? `Your message of Monday, ${last && `<${last}>`} (thanks)` : `<${answers}>`
  const name = list.split('.')[0]
  const head = [
    `From: ${by.name} <${by.address}>`,
    `To: ${to.map((one) => `${one.split('.')[0]}@lists.example`).join(', ')}`,
    `Subject: ${parent ? 'Re: ' : ''}[${name}] ${subject}`,
    `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    ...(answers ? [`In-Reply-To: ${says}`] : []),
    ...(references.length > 0 ? [`References: ${references.map((one) => `<${one}>`).join('\r\n\t')}`] : []),
    `List-Id: ${name} <${list}>`,
    'Precedence: list',
  ]
  const footer = `_______________________________________________\n${name} mailing list\nhttps://lists.example/${name}`
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${`${body}\n\n${footer}\n`.replaceAll('\n', '\r\n')}`)
}

/** Mulberry32: small, and the same everywhere. */
export function dice(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    chance: (share: number): boolean => next() < share,
    pick: <T>(from: readonly T[]): T => from[number(from.length)]!,
    shuffled: <T>(things: readonly T[]): T[] => {
      const all = [...things]
      for (let i = all.length - 1; i > 0; i--) {
        const j = number(i + 1)
        ;[all[i], all[j]] = [all[j]!, all[i]!]
      }
      return all
    },
  }
}
