import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Document, Operation } from './document.ts'
import { html, Markup, prose } from './markup.ts'
import { methodMarkup, operationMarkup } from './operation.ts'
import type { Schema } from './schemas.ts'

const style = new Markup(readFileSync(join(import.meta.dirname, 'page.css'), 'utf8'))
/** Hides what does not match while one types; the page is whole without it. */
export const filterScript = readFileSync(join(import.meta.dirname, 'filter.js'), 'utf8')

/** The document as a page for people, all on one sheet: for its chapters, the filter and the browser's own search. */
export function pageOf(document: Document): string {
  const { info, tags } = document
  const chapters = tags.map((tag) => ({ ...tag, slug: slugOf(tag.name), operations: operationsOf(document, tag.name) }))
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Docket API</title><meta name="description" content="The HTTP API of Docket, made from its routes">
<style>${style}</style><script src="/api/docs/filter.js" defer></script></head>
<body><a class="skip" href="#content">Skip to content</a>
<nav aria-label="Chapters"><a class="mark" href="/api/docs"><span aria-hidden="true"></span>Docket API</a>
<label class="find"><span>Filter</span>
<input id="find" type="search" placeholder="Filter" autocomplete="off" spellcheck="false"></label>
<div class="chapters">${chapters.map(
    ({ name, slug, operations }) =>
      html`<section data-chapter="${slug}"><a href="#${slug}">${name}</a><ul>${operations.map(
        ({ method, operation }) =>
          html`<li data-for="${operation.operationId}">
<a href="#${operation.operationId}">${methodMarkup(method)}${wordsOf(operation)}</a></li>`,
      )}</ul></section>`,
  )}<section><a href="#problems">Problems</a></section></div></nav>
<main id="content" tabindex="-1"><header><h1>The Docket API</h1>
<p>${prose(info.description)}</p>
<p class="soft">Version ${info.version}.
As a document for programs: <a href="/api/openapi.json">openapi.json</a>.</p></header>
<p id="none" role="status" hidden>Nothing here has these words.</p>
${chapters.map(
  ({ name, slug, description, operations }) =>
    html`<section class="chapter" id="${slug}" aria-labelledby="${slug}-title">
<h2 id="${slug}-title">${name}</h2><p class="soft">${description}</p>${operations.map(({ method, path, operation }) =>
      operationMarkup(method, path, operation, document),
    )}</section>`,
)}${problemsMarkup(document)}</main></body></html>`.text
}

function problemsMarkup(document: Document): Markup {
  return html`<section class="chapter" id="problems" aria-labelledby="problems-title">
<h2 id="problems-title">Problems</h2>
<p class="soft">Every refusal is <code>application/problem+json</code> (RFC 9457).
Its type is <code>urn:docket:problem:</code> and the code.</p>
<ul class="problems">${document['x-docket-problems'].map(
    ({ code, status, title, type }: Schema) =>
      html`<li id="problem-${code}" data-find="${`${code} ${title}`.toLowerCase()}">
<span class="status">${status}</span>
<code title="${type}">${code}</code> <span class="said">${title}</span></li>`,
  )}</ul></section>`
}

function operationsOf({ paths }: Document, tag: string): { method: string; path: string; operation: Operation }[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes(tag))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** `readFailedMail` is read as three words. */
const wordsOf = ({ operationId }: Operation) => operationId.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
const slugOf = (name: string) => name.toLowerCase().replace(/\W+/g, '-')
