using Zhar.Cli.Projects;

namespace Zhar.Cli.Releases;

/// <summary>The script <c>bin/my_app</c> of a release. Source: mix release.</summary>
internal static class ReleaseScript
{
    internal static string Text(AppProject app) => $$"""
        #!/bin/sh
        # The release of {{app.Module}}: bin/{{app.Underscored}} start|daemon|stop|restart|pid|ping|version|eval|rpc
        set -e

        self=$0
        while [ -h "$self" ]; do
            link=$(readlink "$self")
            case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
        done
        root=$(cd "$(dirname "$self")/.." && pwd)
        version=${RELEASE_VERSION:-$(cat "$root/releases/start.data")}
        app="$root/releases/$version"
        [ -d "$app" ] || { echo "There is no release $version in $root/releases." >&2; exit 1; }

        # Defaults of this release; what the environment says wins.
        . "$app/env.sh"
        export DOTNET_ENVIRONMENT="${DOTNET_ENVIRONMENT:-Production}"
        export DOTNET_CONTENTROOT="$app"

        tmp=${RELEASE_TMP:-$root/tmp}
        pid_file="$tmp/{{app.Underscored}}.pid"
        control="$tmp/control.sock"
        if [ ${#control} -gt 100 ]; then # the name of a socket cannot be longer
            control="${XDG_RUNTIME_DIR:-/tmp}/{{app.Underscored}}-$(id -u)/control.sock"
            mkdir -p -m 700 "$(dirname "$control")"
        fi
        export ZHAR_CONTROL="${ZHAR_CONTROL:-$control}"

        # The file outlives a program that was killed, and its number may be another program's by now: in a container that is
        # started again it is this shell's own.
        running() {
            [ -f "$pid_file" ] || return 1
            pid=$(cat "$pid_file")
            [ "$pid" != $$ ] && kill -0 "$pid" 2>/dev/null || return 1
            [ ! -d /proc/self ] && return
            case $(readlink "/proc/$pid/exe") in */{{app.Module}} | */"{{app.Module}} (deleted)") ;; *) return 1 ;; esac
        }

        require_running() {
            running || { echo "{{app.Module}} does not run." >&2; exit 1; }
        }

        require_stopped() {
            if running; then
                echo "{{app.Module}} runs already, with the process id $(cat "$pid_file"). Stop it first: bin/{{app.Underscored}} stop" >&2
                exit 1
            fi
        }

        start() {
            mkdir -p "$tmp"
            cd "$root"
            echo $$ >"$pid_file"
            exec "$app/{{app.Module}}" "$@"
        }

        daemon() {
            mkdir -p "$tmp" "$root/log"
            log="$root/log/{{app.Underscored}}.log"
            [ -f "$log" ] || : >"$log"
            before=$(wc -c <"$log" 2>/dev/null || echo 0)
            nohup "$self" start "$@" >>"$log" 2>&1 </dev/null &
            started=$!
            tries=0
            until "$self" ping >/dev/null 2>&1; do
                tries=$((tries + 1))
                if ! kill -0 "$started" 2>/dev/null || [ $tries -gt 100 ]; then
                    echo "{{app.Module}} did not start. The end of $log:" >&2
                    tail -c "+$((before + 1))" "$log" | tail -n 20 >&2
                    exit 1
                fi
                sleep 0.3
            done
        }

        # Requests under way are answered first; see DrainTimeout of the endpoint.
        stop() {
            pid=$(cat "$pid_file")
            kill -TERM "$pid"
            tries=0
            while kill -0 "$pid" 2>/dev/null; do
                tries=$((tries + 1))
                if [ $tries -gt 400 ]; then
                    echo "{{app.Module}} does not stop. Its process id is $pid." >&2
                    exit 1
                fi
                sleep 0.1
            done
            rm -f "$pid_file"
        }

        command=${1:-help}
        [ $# -eq 0 ] || shift
        case $command in
            start) require_stopped && start "$@" ;;
            daemon) require_stopped && daemon "$@" ;;
            stop) require_running && stop ;;
            restart) require_running && stop && daemon "$@" ;;
            pid) require_running && cat "$pid_file" ;;
            ping) exec "$app/{{app.Module}}" rpc ping ;;
            version) echo "{{app.Underscored}} $version" ;;
            eval) cd "$root" && exec "$app/{{app.Module}}" eval "$@" ;;
            rpc) require_running && exec "$app/{{app.Module}}" rpc "$@" ;;
            *)
                [ "$command" = help ] || echo "There is no command '$command'." >&2
                cat <<HELP
        usage: bin/{{app.Underscored}} COMMAND

          start         run in the foreground; SIGTERM answers what is under way, and ends it
          daemon        run in the background, with its output in log/{{app.Underscored}}.log
          stop          stop it in its order, and wait for that
          restart       stop, then daemon
          pid           the process id
          ping          whether it answers
          version       the version that starts
          eval COMMAND  a command of the application in a program of its own, such as: eval migrate
          rpc COMMAND   the same inside the running program

        Settings come from the environment: SECRET_KEY_BASE, PORT, HOST, Smtp__Host{{(app.HasData ? ", DATABASE_URL, POOL_SIZE" : "")}}. Defaults are in releases/$version/env.sh.
        HELP
                [ "$command" = help ] || exit 1
                ;;
        esac
        """.ReplaceLineEndings("\n") + "\n";

    internal static string Environment(AppProject app) => $"""
        # Settings of this release that the environment does not give. Uncomment what you need:
        # export PORT="${"{PORT:-4000}"}"
        # export HOST="${"{HOST:-example.com}"}"
        {(app.HasData ? "# export POOL_SIZE=\"${POOL_SIZE:-10}\"\n" : "")}
        """.ReplaceLineEndings("\n");
}
