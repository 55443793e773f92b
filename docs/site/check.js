// Looks at the built site: every link and every anchor has to lead to a page and a place that are there.
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const base = process.env.DOCS_BASE ?? '/'
const built = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../artifacts/docs')
const pages = new Map(fs.readdirSync(built, { recursive: true }).filter(f => f.endsWith('.html')).map(f => [f, fs.readFileSync(path.join(built, f), 'utf8')]))
const places = new Map([...pages].map(([page, html]) => [page, new Set([...html.matchAll(/ id="([^"]+)"/g)].map(m => m[1]))]))
const problems = new Set()
let links = 0

for (const [page, html] of pages) {
  for (const [, href] of html.matchAll(/<(?:a|img)\b[^>]*? (?:href|src)="([^"]+)"/g)) {
    if (/^(https?:|mailto:|data:)/.test(href)) continue
    links++
    const [address, anchor] = decodeURIComponent(href.replaceAll('&amp;', '&')).split('#')
    const file = address === '' ? page : target(page, address)
    if (file === undefined) problems.add(`${page}: ${href} leads nowhere.`)
    else if (anchor && file.endsWith('.html') && !places.get(file).has(anchor)) problems.add(`${page}: ${href} leads to no place on ${file}.`)
  }
}

function target(page, address) {
  const file = path.normalize(address.startsWith(base) ? address.slice(base.length) : path.join(path.dirname(page), address)).replace(/^\.$/, '')
  return [file, `${file}.html`, path.join(file, 'index.html')].find(f => pages.has(f) || (f !== '' && !f.endsWith('/') && fs.existsSync(path.join(built, f)) && fs.statSync(path.join(built, f)).isFile()))
}

for (const problem of problems) console.error(problem)
console.log(`${pages.size} pages, ${links} links, ${problems.size} of them dead`)
process.exitCode = problems.size > 0 ? 1 : 0
