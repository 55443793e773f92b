#!/usr/bin/env bash
# The pages that LiveView's own browser specs drive, and the specs against them. Sourced by `dev`. The specs are not part of this repository:
# whoever runs them fetches them, as CONTRIBUTING.md says.

readonly e2e_port=4004 # the specs name it

e2e_server_pid=

e2e_start() { # serves the pages until this script ends
    if (: </dev/tcp/127.0.0.1/$e2e_port) 2>/dev/null; then
        die "Port $e2e_port is taken. The specs name that port, so nothing else may use it: end what listens there."
    fi
    build tests/LiveE2E || die "The build failed."
    mkdir -p artifacts/e2e
    PORT=$e2e_port SECRET_KEY_BASE=${SECRET_KEY_BASE:-$(printf 'pages-of-the-specs-%.0s' 1 2 3 4)} DOTNET_ENVIRONMENT=Development \
        dotnet tests/LiveE2E/bin/Release/net10.0/LiveE2E.dll >artifacts/e2e/server.log 2>&1 &
    e2e_server_pid=$!
    trap 'kill "$e2e_server_pid" 2>/dev/null || true' EXIT
    local attempt
    for attempt in $(seq 100); do
        kill -0 "$e2e_server_pid" 2>/dev/null || die "The page server ended at once:
$(tail -n 20 artifacts/e2e/server.log)"
        if (: </dev/tcp/127.0.0.1/$e2e_port) 2>/dev/null; then return; fi
        sleep 0.2
    done
    die "The page server did not answer within 20 s; its log is artifacts/e2e/server.log."
}

e2e_pages() {
    [ $# -eq 0 ] || die "usage: ./dev e2e-pages"
    e2e_start
    say "The pages are served at http://localhost:$e2e_port, such as /form, /navigation/a and /stream. Ctrl+C ends them. Log: artifacts/e2e/server.log"
    wait "$e2e_server_pid"
}

e2e_upstream() {
    [ $# -ge 1 ] || die "usage: ./dev e2e-upstream FOLDER [SPEC ...]"
    local folder missing report="$PWD/artifacts/e2e/report.json" wanted
    folder=$(cd "$1" 2>/dev/null && pwd) || die "There is no folder '$1'."
    shift
    for missing in test/e2e/playwright.config.js priv/static/phoenix_live_view.esm.js.map node_modules/.bin/playwright; do
        [ -e "$folder/$missing" ] || die "'$folder' has no '$missing'. Prepare it once, outside of this repository, with LiveView's sources beside it:
  cd $folder
  npm install phoenix@1.8.16 phoenix_live_view@1.2.12 @playwright/test monocart-reporter
  mkdir -p test priv && cp -r PHOENIX_LIVE_VIEW/test/e2e test/ && cp -r node_modules/phoenix_live_view/priv/static priv/"
    done
    need_program node nodejs "the specs" && need_program chromium chromium "the specs" || exit 1
    e2e_start
    rm -f "$report"
    ZHAR_SPECS=$folder ZHAR_ARTIFACTS="$PWD/artifacts" ZHAR_CHROMIUM=$(command -v chromium) \
        "$folder/node_modules/.bin/playwright" test --config tests/LiveE2E/specs.config.mjs "$@" || true
    [ -f "$report" ] || die "The specs left no result file."
    node tests/LiveE2E/count.mjs "$report"
}
