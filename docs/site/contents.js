// The order of the site. A page of docs/ that is missing here, and a name here that is no page, stop the build.

export const contents = [
  {
    text: 'Tutorial',
    items: [
      'tutorial/1-processes.md', 'tutorial/2-data.md', 'tutorial/3-web.md', 'tutorial/4-live.md', 'tutorial/5-application.md', 'tutorial/6-running.md', 'tutorial/transcript.md', 'guides/cli.md', 'guides/live-reload.md',
    ],
  },
  {
    text: 'Coming from',
    items: ['from-elixir.md', 'from-phoenix.md', 'guides/from-liveview.md', 'from-ecto.md', 'from-mvc.md', 'guides/from-blazor.md', 'guides/brownfield.md', 'from-ef-core.md', 'from-akka-orleans.md'],
  },
  {
    text: 'Guides',
    items: [
      'testing.md', 'migrations.md', 'controllers.md', 'templates.md', 'channels.md', 'live-components.md', 'live-uploads.md', 'live-state.md', 'guides/dashboard.md', 'guides/oidc.md', 'security.md',
      'editors.md',
    ],
  },
  {
    text: 'Patterns and practices',
    items: ['patterns/supervision.md', 'patterns/behaviours.md', 'patterns/processes.md', 'patterns/data.md', 'patterns/services.md'],
  },
  {
    text: 'Reference',
    items: ['README.md', 'reference/telemetry.md', 'otp-differences.md', 'support.md', 'upgrading.md', '../samples/README.md', '../benchmarks/README.md', '../CHANGELOG.md', '../CONTRIBUTING.md'],
  },
  { text: 'Rules of the compiler', collapsed: true, items: ['analyzers/README.md', 'analyzers/*'] },
  { text: 'Architecture', collapsed: true, items: ['architecture/README.md', 'architecture/*'] },
  { text: 'Packages', collapsed: true, items: ['../src/*/README.md'] },
]
