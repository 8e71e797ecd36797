#!/usr/bin/env bash
# A failover as a careful team would script it: each step proves what it did, waits poll, any failure ends it.
set -euo pipefail

POLL=0.005
READ_ONLY="current_setting('default_transaction_read_only')"
WRITERS="pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
  AND (backend_start <= pg_conf_load_time() OR backend_xid IS NOT NULL)"

sql() { psql -XqAt -v ON_ERROR_STOP=1 "$@"; }
die() { echo "failover: $*" >&2; exit 1; }

haproxy() {
  local fd
  exec {fd}<>"/dev/tcp/127.0.0.1/$HAPROXY_PORT"
  printf '%s\n' "$1" >&"$fd"
  cat <&"$fd"
  exec {fd}>&-
}

server_states() { # name:operational:admin, one a line
  haproxy "show servers state $BACKEND" | awk '$1 ~ /^[0-9]+$/ && NF > 6 { print $4 ":" $6 ":" $7 }'
}

update_dns() { nsupdate -k "$DNS_KEY_FILE"; }
look_up() { dig +short +tries=1 +time=2 -p "$DNS_PORT" "@$DNS_HOST" "$DNS_NAME" A; }
healthy() { curl -sf -o /dev/null --max-time 2 "$1"; }

check_primary() {
  local answer
  answer=$(sql "$PRIMARY_URL" -c "SELECT pg_is_in_recovery(), count(*) > 0 FROM pg_stat_replication WHERE state = 'streaming'")
  [ "$answer" = 'f|t' ] || die "the primary is not one with a standby: $answer"
}

check_standby() {
  [ "$(sql "$SECONDARY_URL" -c 'SELECT pg_is_in_recovery()')" = t ] || die 'the standby is none'
}

check_dns() {
  printf 'server %s %s\nzone %s\nprereq nxdomain never.%s\nsend\n' "$DNS_HOST" "$DNS_PORT" "$DNS_ZONE" "$DNS_ZONE" | update_dns
  [ "$(look_up)" = "$DNS_OLD" ] || die 'the name is not as expected'
}

fence() {
  sql "$PRIMARY_URL" -c 'ALTER SYSTEM SET default_transaction_read_only = on' -c 'SELECT pg_reload_conf()' >/dev/null
  until [ "$(sql "$PRIMARY_URL" -c "SELECT $READ_ONLY, count(pg_terminate_backend(pid)) FROM $WRITERS")" = 'on|0' ]; do
    sleep "$POLL"
  done
  # A message of our own behind everything acknowledged, so that the position read is on disk and will be sent.
  LSN=$(sql "$PRIMARY_URL" -c "BEGIN READ WRITE; SELECT NULL FROM pg_logical_emit_message(true, 'failover', 'fence'); COMMIT" \
    -c 'SELECT pg_current_wal_flush_lsn()' | tail -n 1)
  [ "$(sql "$PRIMARY_URL" -c "SELECT $READ_ONLY, count(*) FROM $WRITERS")" = 'on|0' ] || die 'someone writes behind the fence'
}

fence_if_possible() {
  if PGCONNECT_TIMEOUT=2 sql "$PRIMARY_URL" -c 'SELECT 1' >/dev/null 2>&1; then fence; else echo 'the primary does not answer: not fenced'; fi
  LSN=
}

wait_replay() {
  if [ -n "$LSN" ]; then
    until [ "$(sql "$SECONDARY_URL" -c "SELECT pg_last_wal_replay_lsn() >= '$LSN'")" = t ]; do sleep "$POLL"; done
  else
    # Nothing can be on its way any more, and the startup process has found nothing left to replay.
    until [ "$(sql "$SECONDARY_URL" -c "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')
      AND wait_event = 'RecoveryRetrieveRetryInterval' FROM pg_stat_activity WHERE backend_type = 'startup'")" = t ]; do sleep "$POLL"; done
  fi
}

promote() {
  sql "$SECONDARY_URL" -c 'SELECT pg_promote(false)' >/dev/null
  until [ "$(sql "$SECONDARY_URL" -c 'SELECT pg_is_in_recovery()')" = f ]; do sleep "$POLL"; done
}

verify_writable() {
  local id=$RANDOM$RANDOM
  sql "$SECONDARY_URL" -c 'SET client_min_messages = warning' -c 'CREATE TABLE IF NOT EXISTS failover_proof (id bigint)' \
    -c "INSERT INTO failover_proof VALUES ($id)"
  [ "$(sql "$SECONDARY_URL" -c "SELECT count(*) FROM failover_proof WHERE id = $id")" = 1 ] || die 'the row is not there'
}

switch_traffic() {
  local states
  states=$(server_states)
  grep -q "^$NEW_SERVER:" <<<"$states" && grep -q "^$OLD_SERVER:" <<<"$states" || die 'HAProxy does not know the servers'
  haproxy "set server $BACKEND/$NEW_SERVER state ready;set server $BACKEND/$OLD_SERVER state maint;shutdown sessions server $BACKEND/$OLD_SERVER" >/dev/null
  states=$(server_states)
  grep -q "^$NEW_SERVER:2:" <<<"$states" && grep -q "^$OLD_SERVER:0:" <<<"$states" || die 'the traffic was not switched'
  until healthy "$EDGE_HEALTH_URL"; do sleep "$POLL"; done
}

switch_dns() {
  printf 'server %s %s\nzone %s\nupdate delete %s A\nupdate add %s %s A %s\nsend\n' \
    "$DNS_HOST" "$DNS_PORT" "$DNS_ZONE" "$DNS_NAME" "$DNS_NAME" "$DNS_TTL" "$DNS_NEW" | update_dns
  until [ "$(look_up)" = "$DNS_NEW" ]; do sleep "$POLL"; done
}

checks=()
if [ "$FAILOVER_TYPE" = planned ]; then check_primary & checks+=($!); fi
check_standby & checks+=($!)
check_dns & checks+=($!)
for check in "${checks[@]}"; do wait "$check"; done

if [ "$FAILOVER_TYPE" = planned ]; then fence; else fence_if_possible; fi
wait_replay
promote
verify_writable
switch_traffic
switch_dns
healthy "$SITE_HEALTH_URL" || die 'the new site is not healthy'
