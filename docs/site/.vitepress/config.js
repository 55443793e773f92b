import fs from 'node:fs'
import { defineConfig } from 'vitepress'

const sidebar = JSON.parse(fs.readFileSync(new URL('../.pages/sidebar.json', import.meta.url)))

// The site stands at the root of a host, or at DOCS_BASE, such as /zhar/.
const base = process.env.DOCS_BASE ?? '/'

export default defineConfig({
  title: 'Zhar',
  description: 'OTP, Phoenix, LiveView and Ecto for .NET: processes under supervisors, live pages, data as values.',
  lang: 'en',
  srcDir: '.pages',
  outDir: '../../artifacts/docs',
  cacheDir: '../../artifacts/docs-cache',
  base,
  ignoreDeadLinks: 'localhostLinks',
  lastUpdated: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}ember.svg` }]],
  vite: { build: { chunkSizeWarningLimit: 4000 } },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    image: { lazyLoading: true },
    config(md) {
      // Braces in code are no expressions of Vue.
      const code = md.renderer.rules.code_inline
      md.renderer.rules.code_inline = (...of) => code(...of).replaceAll('{{', '&#123;&#123;')
    },
  },
  themeConfig: {
    logo: '/ember.svg',
    nav: [
      { text: 'Tutorial', link: '/tutorial/1-processes' },
      { text: 'From Elixir', link: '/from-elixir' },
      { text: 'From .NET', link: '/from-mvc' },
      { text: 'Types', link: '/api/' },
      { text: 'All pages', link: '/contents' },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // handle_call is a word, and so are its parts.
          options: { tokenize: text => (text.match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap(word => word.includes('_') ? [word, ...word.split('_')] : [word]) },
          searchOptions: {
            combineWith: 'AND',
            fuzzy: 0.15,
            prefix: true,
            boost: { title: 4, text: 2, titles: 1 },
            boostDocument: id => /\/(api|architecture|analyzers|packages|benchmarks|changelog|contributing)/.test(id) ? 0.3 : 1,
          },
        },
      },
    },
    footer: { message: 'MIT licence' },
  },
})
