import { curlOf } from './curl.ts'
import type { Document, Operation } from './document.ts'
import { html, type Markup, prose } from './markup.ts'
import { type Components, membersOf, type Schema } from './schemas.ts'
import { memberLine, treeOf, typeOf } from './tree.ts'

/** One operation: who may, what it takes, what it answers, how it refuses; the example beside it. */
export function operationMarkup(method: string, path: string, operation: Operation, document: Document): Markup {
  const { operationId, summary } = operation
  const words = [method, path, operationId, summary, permissionOf(operation) ?? ''].join(' ').toLowerCase()
  const [status, answer] = Object.entries(operation.responses as Record<string, Schema>).find(([code]) => code < '300')!
  const [type, media] = Object.entries((answer.content ?? {}) as Record<string, Schema>)[0] ?? []
  return html`<article id="${operationId}" data-find="${words}">
<h3><a href="#${operationId}">${methodMarkup(method)} <code>${breakable(path)}</code></a></h3>
<p class="summary">${prose(summary)}</p>
<p class="may">${mayWords(operation)}</p>
<div class="sides"><div class="takes">
${inputMarkup(operation, document.components.schemas)}
${answerMarkup({ status, type, media }, document.components.schemas)}
<details class="refusals"><summary><h4>Refuses</h4></summary>
<ul>${refusalsOf(operation, document.components.responses)}</ul></details>
</div><div class="example">
${exampleMarkup('Example request', curlOf(method, path, operation, document.components.schemas))}
${media?.example !== undefined && folded('Example answer', JSON.stringify(media.example, null, 2))}
</div></div></article>`
}

export const methodMarkup = (method: string): Markup =>
  html`<span class="method ${method.toLowerCase()}">${method}</span>`

function inputMarkup(operation: Operation, schemas: Components): Markup {
  const named = operation.parameters.filter((one: Schema) => !one.$ref)
  const sent = operation.requestBody?.content['application/json']
  const parameter = ({ name, in: where, required, schema, description }: Schema) =>
    html`<li>${memberLine(where === 'path' ? `{${name}}` : name, { ...schema, description }, required, schemas)}</li>`
  return html`
${named.length > 0 && html`<h4>In the address</h4><ul class="tree">${named.map(parameter)}</ul>`}
${isOnce(operation) && html`<p class="hint">Takes an <code>Idempotency-Key</code>: sent again, it is done once.</p>`}
${sent && html`<h4>In the body</h4>${treeOf(sent.schema, schemas)}`}
${operation.requestBody && !sent && html`<h4>In the body</h4><p class="soft">The bytes as they are.</p>`}`
}

type Answer = { status: string; type: string | undefined; media: Schema | undefined }

/** A long answer is folded: its name says enough until somebody wants to know. */
function answerMarkup({ status, type, media }: Answer, schemas: Components): Markup {
  const title = html`<h4>Answers <span class="status">${status}</span></h4>`
  if (!media) return html`${title}<p class="soft">Nothing more.</p>`
  if (Object.keys(media.schema).length === 0)
    return html`${title}<p class="soft">The bytes as they are${type !== '*/*' && html`, <code>${type}</code>`}.</p>`
  const isShort = membersOf(media.schema, schemas).size <= 8
  return html`<details class="answer"${isShort && html` open`}>
<summary>${title} <span class="type">${typeOf(media.schema, schemas)}</span></summary>
${treeOf(media.schema, schemas)}</details>`
}

function refusalsOf({ responses: own }: Operation, responses: Record<string, Schema>): Markup[] {
  return Object.entries(own as Record<string, Schema>)
    .filter(([status]) => status >= '400')
    .flatMap(([status, { $ref }]) => {
      const { examples } = responses[$ref.split('/').at(-1)]!.content['application/problem+json']
      return Object.entries(examples as Record<string, Schema>).map(
        ([code, { summary }]) => html`<li><span class="status">${status}</span>
<a href="#problem-${code}"><code>${code}</code></a> <span class="said">${summary}</span></li>`,
      )
    })
}

const folded = (title: string, text: string): Markup =>
  html`<details><summary>${title}</summary>${exampleMarkup(title, text)}</details>`

const exampleMarkup = (title: string, text: string): Markup =>
  html`<pre aria-label="${title}" tabindex="0"><code>${text}</code></pre>`

function mayWords(operation: Operation): Markup {
  const permission = permissionOf(operation)
  if (permission === null) return html`Open to anyone`
  if (permission === 'anyone') return html`For anyone who is signed in`
  return html`Needs <code>${permission}</code>`
}

const permissionOf = (operation: Operation): string | null => operation['x-docket-permission']
const isOnce = ({ parameters }: Operation) => parameters.some((one: Schema) => one.$ref?.endsWith('/IdempotencyKey'))

/** A long address breaks between its parts, not within. */
const breakable = (path: string): Markup[] => path.split(/(?=\/)/).map((part) => html`<wbr>${part}`)
