#!/bin/sh
# Run a command with DATABASE_URL set to a throw-away PostgreSQL of Debian's: scripts/postgres.sh ./hamafza test
# Fast and not durable: for tests only. As root the server runs as nobody, since PostgreSQL refuses root.
set -eu
[ $# -gt 0 ] || { echo "usage: $0 command [arguments]" >&2; exit 2; }

BIN=${PG_BIN:-}
[ -n "$BIN" ] || BIN=$(pg_config --bindir 2>/dev/null) || true
[ -x "$BIN/initdb" ] || for BIN in /usr/lib/postgresql/*/bin; do :; done # the newest
[ -x "$BIN/initdb" ] || { echo "postgres.sh: no PostgreSQL server here (apt-get install postgresql)" >&2; exit 3; }

DIR=$(mktemp -d)
as() {
    if [ "$(id -u)" = 0 ]; then (cd "$DIR" && setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"); else "$@"; fi
}
clean() {
    status=$?
    trap - EXIT INT TERM HUP
    as "$BIN/pg_ctl" -D "$DIR/d" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$DIR"
    exit $status
}
trap clean EXIT INT TERM HUP

[ "$(id -u)" != 0 ] || chown nobody:nogroup "$DIR"
as "$BIN/initdb" -D "$DIR/d" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --locale-provider=icu --icu-locale=fa-IR --no-sync >"$DIR.log" 2>&1 || { cat "$DIR.log" >&2; rm -f "$DIR.log"; exit 3; }
rm -f "$DIR.log"
as "$BIN/pg_ctl" -s -w -D "$DIR/d" -l "$DIR/log" \
    -o "-k $DIR -h '' -F -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off" start
chmod 755 "$DIR"
DATABASE_URL="postgres://postgres@/postgres?host=$DIR" "$@"
