const find = document.getElementById('find')
const none = document.getElementById('none')

function show() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
  const hides = (one) => !words.every((word) => one.dataset.find.includes(word))
  for (const one of document.querySelectorAll('[data-find]')) one.hidden = hides(one)
  for (const entry of document.querySelectorAll('[data-for]'))
    entry.hidden = document.getElementById(entry.dataset.for).hidden
  for (const chapter of document.querySelectorAll('.chapter, [data-chapter]'))
    chapter.hidden = words.length > 0 && !chapter.querySelector('[data-find]:not([hidden]), [data-for]:not([hidden])')
  none.hidden = document.querySelector('[data-find]:not([hidden])') !== null
}

find.addEventListener('input', show)
// What a link leads to must be there to be seen.
addEventListener('hashchange', () => {
  if (document.getElementById(location.hash.slice(1))?.closest('[hidden]') === null) return
  find.value = ''
  show()
  document.getElementById(location.hash.slice(1))?.scrollIntoView()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === find || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  find.focus()
})
