#!/usr/bin/env bash
# Runs every contender in turn (A B C, A B C, ...) on every workload, then prints medians and ratios to BEAM.
#   ./run.sh                          all contenders but orleans, all workloads, 3 rounds; about 25 minutes
#   ROUNDS=5 WORKLOADS="ring ask_1" CONTENDERS="beam akka ours" ./run.sh
#   GC=server ./run.sh                server GC instead of workstation GC
#   BENCH_WRAP="flock some.lock"      put in front of each workload's turn (all contenders, under a minute), to share a machine
#   BENCH_OUT=dir                     build outputs and raw results (default artifacts/actors of the repository)
set -euo pipefail
cd "$(dirname "$0")"
export BENCH_OUT="${BENCH_OUT:-$(cd ../.. && pwd)/artifacts/actors}"
ROUNDS="${ROUNDS:-3}"
CONTENDERS="${CONTENDERS:-beam beam-raw bare channels akka proto ours}"
WORKLOADS="${WORKLOADS:-spawn tell_1_1 tell_8_1 tell_1000_pairs ask_1 ask_1000 ring restart fairness million}"
RAW="${RAW:-$BENCH_OUT/raw-$(date +%H%M%S).txt}"
[ "${GC:-workstation}" = server ] && export DOTNET_gcServer=1 || export DOTNET_gcServer=0
mkdir -p "$BENCH_OUT/beam"

have() { case $1 in beam|beam-raw) command -v erl >/dev/null ;; *) ls "$1"/*.csproj >/dev/null 2>&1 ;; esac; }
dll() { basename "$(ls "$1"/*.csproj)" .csproj; }
if [ -z "${NOBUILD:-}" ]; then
  if command -v erlc >/dev/null; then erlc -o "$BENCH_OUT/beam" beam/bench.erl; else echo "no Erlang here: apt-get install erlang-base" >&2; fi
  for c in $CONTENDERS; do
    case $c in beam*) continue ;; esac
    have "$c" || continue
    dotnet build -c Release -v q --nologo "$c" >"$BENCH_OUT/build-$c.log" 2>&1 || { echo "does not build: $c, see $BENCH_OUT/build-$c.log" >&2; exit 1; }
  done
fi
one() { # contender workload
  case $1 in
    beam)     timeout 55 erl +P 4000000 -noinput -pa "$BENCH_OUT/beam" -eval "bench:main([\"gs\",\"$2\"])." ;;
    beam-raw) timeout 55 erl +P 4000000 -noinput -pa "$BENCH_OUT/beam" -eval "bench:main([\"raw\",\"$2\"])." ;;
    *)        timeout 55 dotnet "$BENCH_OUT/bin/$(dll "$1")/$(dll "$1").dll" "$2" ;;
  esac
}
turn() { # one workload, every contender in turn
  for c in $CONTENDERS; do
    have "$c" || continue
    one "$c" "$1" 2>>"$BENCH_OUT/stderr.txt" >>"$RAW" || echo "RESULT $c $1 failed" >>"$RAW"
  done
}
if [ "${1:-}" = --turn ]; then turn "$2"; exit; fi
export ROUNDS CONTENDERS RAW
for r in $(seq "$ROUNDS"); do
  for w in $WORKLOADS; do NOBUILD=1 ${BENCH_WRAP:-} ./run.sh --turn "$w"; done
done
results=../results/actors-$(date +%F).md
{
  printf '# Actors beside each other, %s\n\n' "$(date +%F)"
  printf '%s cores, %s, .NET SDK %s, GC %s, %s rounds. Ratios in brackets: above 1 is better than BEAM.\n\n' "$(nproc)" "$(uname -sr)" "$(dotnet --version)" "${GC:-workstation}" "$ROUNDS"
  python3 table.py "$RAW"
} | tee "$results"
echo "saved: benchmarks/results/$(basename "$results")" >&2
