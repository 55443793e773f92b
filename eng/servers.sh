#!/usr/bin/env bash
# PostgreSQL and MariaDB for the tests: on free ports of the loopback interface, with data folders of their own, gone afterwards.
# Sourced by `dev`, which calls start_servers. Run as a program it serves the tests that need a server to kill:
#   servers.sh installed postgres|mariadb            is there one to start?
#   servers.sh start postgres|mariadb FOLDER PID     starts a durable server in FOLDER, prints its URL; when process PID ends, so does it
#   servers.sh kill postgres|mariadb FOLDER          kill -9 of all its processes
#   servers.sh stop postgres|mariadb FOLDER          stops it and deletes the folder
# FOLDER/url, FOLDER/pid and FOLDER/log tell the rest.
set -euo pipefail

servers_say() { printf '%s\n' "$*" >&2; }

# ---- programs and users -----------------------------------------------------------------------------------

server_program() { # server_program NAME: its path; Debian keeps some of them off the PATH
    local candidate
    command -v "$1" && return
    for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) /usr/sbin /usr/local/sbin; do
        if [ -x "$candidate/$1" ]; then
            printf '%s\n' "$candidate/$1"
            return
        fi
    done
    return 1
}

install_server() { # install_server PROGRAM PACKAGE VARIABLE DATABASE: true when the program is here afterwards
    server_program "$1" >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        servers_say "Installing $2 ..."
        local -x DEBIAN_FRONTEND=noninteractive
        { apt-get install -y --no-install-recommends "$2" ||
            { apt-get update && apt-get install -y --no-install-recommends "$2"; }; } >/dev/null 2>&1 || true
        server_program "$1" >/dev/null && return
    fi
    servers_say "Left out: the tests on $4. Install '$1' (on Debian: sudo apt-get install $2), or name a server whose user may create databases:
  $3=$5 ./dev test"
    return 1
}

server_user() { # server_user NAME: who runs the server; it refuses to run as root
    if [ "$(id -u)" != 0 ]; then
        id -un
    elif id "$1" >/dev/null 2>&1; then
        printf '%s\n' "$1"
    else
        id zhar-servers >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin zhar-servers
        printf 'zhar-servers\n'
    fi
}

as_user() { # as_user USER COMMAND ...
    local user=$1
    shift
    if [ "$(id -un)" = "$user" ]; then "$@"; else (cd / && exec setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups "$@"); fi
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000)) # below the ports that the system hands out to clients
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            printf '%s\n' "$port"
            return
        fi
    done
}

accepts() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

await() { # await PID COMMAND ...: until the command is true, or false when the process is gone
    local pid=$1 tries
    shift
    for tries in $(seq 600); do
        if "$@" 2>/dev/null; then return; fi
        if ! kill -0 "$pid" 2>/dev/null; then return 1; fi
        sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null
    return 1
}

# ---- one server -------------------------------------------------------------------------------------------

# A server of FOLDER keeps its password and its port, so that it comes back under its URL after a crash.
start_server() { # start_server postgres|mariadb FOLDER fast|durable
    local kind=$1 folder=$2 tries
    mkdir -p "$folder"
    [ -f "$folder/password" ] || (umask 077 && od -An -N12 -tx1 /dev/urandom | tr -d ' \n' >"$folder/password")
    for tries in 1 2 3 4 5; do
        [ -f "$folder/port" ] || free_port >"$folder/port"
        if "start_$kind" "$folder" "$3"; then return; fi
        if [ -f "$folder/url" ]; then break; fi # it ran on this port before; clients know it by that
        rm -f "$folder/port"
    done
    servers_say "The $kind server does not start; the end of its log:"
    tail -n 15 "$folder/log" >&2 || true
    return 1
}

start_postgres() {
    local folder=$1 port user bin
    local -a options=(-c max_connections=300 -c shared_buffers=64MB)
    port=$(cat "$folder/port") user=$(server_user postgres) bin=$(dirname "$(readlink -f "$(server_program initdb)")")
    if [ "$2" = fast ]; then options+=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off); fi

    if [ ! -f "$folder/data/PG_VERSION" ]; then
        install -d -o "$user" "$folder" "$folder/data"
        chown "$user" "$folder/password"
        as_user "$user" "$bin/initdb" -D "$folder/data" -U zhar --pwfile="$folder/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || return 1
    fi
    # No socket file: its folder may be too deep for one, and nothing here uses it.
    as_user "$user" "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
        "${options[@]}" >>"$folder/log" 2>&1 </dev/null &
    # The port opens before the recovery of a crashed server ends; the eighth line of this file says when it serves.
    await "$!" grep -q '^ready' "$folder/data/postmaster.pid" || return 1
    head -n 1 "$folder/data/postmaster.pid" >"$folder/pid"
    printf 'postgres://zhar:%s@127.0.0.1:%s/postgres\n' "$(cat "$folder/password")" "$port" >"$folder/url"
}

start_mariadb() {
    local folder=$1 port user server
    local -a options=(--max-connections=300 --innodb-buffer-pool-size=64M --performance-schema=OFF)
    port=$(cat "$folder/port") user=$(server_user mysql) server=$(server_program mariadbd)
    if [ "$2" = fast ]; then options+=(--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=OFF --innodb-flush-method=nosync); fi

    if [ ! -d "$folder/data/mysql" ]; then
        install -d -o "$user" "$folder" "$folder/data"
        as_user "$user" "$(server_program mariadb-install-db)" --no-defaults --datadir="$folder/data" --skip-test-db \
            --auth-root-authentication-method=normal >"$folder/log" 2>&1 || return 1
        # Read at the start, by the server itself; no client program is needed.
        (umask 077 && printf "create user zhar@'127.0.0.1' identified by '%s';\ngrant all on *.* to zhar@'127.0.0.1' with grant option;\ndrop user root@localhost;\n" \
            "$(cat "$folder/password")" >"$folder/init.sql")
        chown "$user" "$folder/init.sql"
        options+=(--init-file="$folder/init.sql")
    fi
    # The socket is relative to the data folder: its path would be too long in a deep one.
    as_user "$user" "$server" --no-defaults --datadir="$folder/data" --bind-address=127.0.0.1 --port="$port" --socket=server.sock \
        --pid-file="$folder/data/server.pid" --skip-log-bin --skip-name-resolve --character-set-server=utf8mb4 \
        "${options[@]}" >>"$folder/log" 2>&1 </dev/null &
    await "$!" test -s "$folder/data/server.pid" && await "$!" accepts "$port" || return 1
    cat "$folder/data/server.pid" >"$folder/pid"
    printf 'mysql://zhar:%s@127.0.0.1:%s/mysql\n' "$(cat "$folder/password")" "$port" >"$folder/url"
}

kill_server() { # kill_server FOLDER: -9, at once, with all processes that belong to it
    local pid processes
    [ -f "$1/pid" ] || return 0
    pid=$(cat "$1/pid")
    processes="$pid $({ ps -o pid= --ppid "$pid" || true; } | tr '\n' ' ')"
    # shellcheck disable=SC2086 # a list of numbers
    kill -9 $processes 2>/dev/null || true
    while ps -o stat= -p ${processes// /,} 2>/dev/null | grep -qv Z; do sleep 0.02; done
    rm -f "$1/pid" "$1/data/postmaster.pid" "$1/data/server.pid" # nothing of it runs; the next start waits for its own
}

stop_server() { # stop_server FOLDER: the data goes with it, so there is nothing to shut down in order
    kill_server "$1"
    rm -rf "$1"
}

# ---- for ./dev --------------------------------------------------------------------------------------------

servers_folder=""

# start_servers [postgres]: sets ZHAR_POSTGRES_URL and ZHAR_MYSQL_URL, or the one of them, to servers that run until this shell ends; one that is set
# already is used.
start_servers() {
    local root=$PWD/artifacts/servers
    mkdir -p "$root"
    servers_folder=$(mktemp -d "$root/XXXXXX")
    chmod 755 "$servers_folder"
    if [ "$(id -u)" = 0 ] && ! as_user "$(server_user nobody)" test -x "$servers_folder"; then
        rmdir "$servers_folder" # the repository lies where only root may look
        servers_folder=$(mktemp -d "${TMPDIR:-/tmp}/zhar-servers.XXXXXX")
        chmod 755 "$servers_folder"
    fi
    trap stop_servers EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP

    # Whatever ends this shell, kill -9 of its whole group too: the servers end with it.
    setsid bash eng/servers.sh watch $$ "$servers_folder" >/dev/null 2>&1 </dev/null &

    # One installs after the other, for the package manager's lock; both start at the same time.
    local postgres=false mariadb=false starting
    if need_server ZHAR_POSTGRES_URL initdb postgresql PostgreSQL postgres; then postgres=true; fi
    if [ "${1:-}" != postgres ] && need_server ZHAR_MYSQL_URL mariadbd mariadb-server MariaDB mysql; then mariadb=true; fi
    if $postgres; then start_server postgres "$servers_folder/postgres" fast || servers_say "Left out: the tests on PostgreSQL."; fi &
    starting=$!
    if $mariadb; then start_server mariadb "$servers_folder/mariadb" fast || servers_say "Left out: the tests on MariaDB."; fi
    wait "$starting"
    use_server ZHAR_POSTGRES_URL postgres
    use_server ZHAR_MYSQL_URL mariadb
}

need_server() { # need_server VARIABLE PROGRAM PACKAGE DATABASE SCHEME: is one to be started here, and can it be?
    [ -z "${!1:-}" ] && install_server "$2" "$3" "$1" "$4" "$5://user:password@host:port/database"
}

use_server() { # use_server VARIABLE KIND
    if [ -z "${!1:-}" ] && [ -f "$servers_folder/$2/url" ]; then
        export "$1=$(cat "$servers_folder/$2/url")"
    fi
}

stop_servers() {
    local folder
    [ -n "$servers_folder" ] || return 0
    for folder in "$servers_folder"/*/; do
        if [ -d "$folder" ]; then stop_server "${folder%/}"; fi
    done
    rm -rf "$servers_folder"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    case ${1:-} in
        installed)
            if [ "$2" = postgres ]; then server_program initdb >/dev/null; else server_program mariadbd >/dev/null; fi
            ;;
        start)
            if [ ! -d "$3" ]; then
                setsid bash "${BASH_SOURCE[0]}" watch "$4" "$(dirname "$3")" >/dev/null 2>&1 </dev/null &
            fi
            start_server "$2" "$3" durable </dev/null
            cat "$3/url"
            ;;
        watch)
            while kill -0 "$2" 2>/dev/null; do sleep 1; done
            servers_folder=$3
            stop_servers
            ;;
        kill) kill_server "$3" ;;
        stop) stop_server "$3" ;;
        *)
            servers_say "usage: servers.sh installed|start|kill|stop postgres|mariadb [FOLDER [PID]]"
            exit 2
            ;;
    esac
fi
