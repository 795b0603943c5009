package dev.hearth.platform.data;

/** What runs in the containers of Redis: for sh, with the programs of Redis' own image. */
final class RedisScripts {

    private RedisScripts() {}

    private static String common(String script) {
        return script.replace("{folder}", RedisFiles.FOLDER)
                .replace("{data}", RedisFiles.DATA)
                .replace("{secrets}", RedisFiles.SECRETS)
                .replace("{group}", RedisFiles.GROUP)
                .replace("{port}", Integer.toString(Redis.PORT.number()))
                .replace("{sentinel-port}", Integer.toString(Redis.SENTINEL.number()));
    }

    /** The functions of the other scripts, after the lines that say who is a member. */
    static String members() {
        return common("""
                secrets={secrets}

                # Passwords go through the environment: arguments are there for all to read.
                redis_at() {
                  at="$1"
                  shift
                  REDISCLI_AUTH="$(cat "$secrets/password")" timeout 5 redis-cli --raw -h "$at" -p {port} "$@" 2> /dev/null
                }

                sentinel_at() {
                  at="$1"
                  shift
                  REDISCLI_AUTH="$(cat "$secrets/sentinel")" timeout 5 redis-cli --raw -h "$at" -p {sentinel-port} "$@" 2> /dev/null
                }

                peers() {
                  for member in $members; do
                    if [ "$member" != "$me" ]; then echo "$member"; fi
                  done
                }

                only_members() {
                  while read -r answer; do
                    for member in $members; do
                      if [ "$member" = "$answer" ]; then echo "$answer"; fi
                    done
                  done
                }

                # The one that most Sentinels of the other members call master; nothing where none of them answers.
                named_master() {
                  for peer in $(peers); do
                    sentinel_at "$peer" sentinel get-master-addr-by-name {group} | head -n 1
                  done | only_members | sort | uniq -c | sort -rn | sed -n '1s/^ *[0-9]* //p'
                }

                # The one that this member's own Sentinel has written down.
                remembered_master() {
                  if [ -f {data}/sentinel.conf ]; then
                    sed -n 's/^sentinel monitor {group} "\\{0,1\\}\\([^ "]*\\).*/\\1/p' {data}/sentinel.conf | only_members
                  fi
                }

                known_master() {
                  found="$(named_master)"
                  if [ -z "$found" ]; then found="$(remembered_master)"; fi
                  echo "${found:-$first}"
                }

                # Asks the Sentinels of the others for another master, and waits until they name one.
                hand_over() {
                  for peer in $(peers); do
                    if [ "$(sentinel_at "$peer" sentinel failover {group})" = OK ]; then
                      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
                        now="$(named_master)"
                        if [ -n "$now" ] && [ "$now" != "$me" ]; then
                          echo "$now"
                          return
                        fi
                        sleep 1
                      done
                      return
                    fi
                  done
                }

                users_from() {
                  while read -r user rules; do
                    hash="$(printf %s "$(cat "$secrets/users/$user")" | sha256sum | cut -d ' ' -f 1)"
                    echo "user $user on #$hash $rules"
                  done < "$1"
                }
                """);
    }

    static String startRedis() {
        return common("""
                # Redis changes its file when the master changes. It is written anew at each start: who is master is asked again.
                set -eu
                umask 0077
                . {folder}/members.sh

                # Whether some replica of this member holds what was acknowledged since it has started.
                in_step() {
                  for peer in $(peers); do
                    state="$(redis_at "$peer" info replication || true)"
                    case "$state" in
                      *role:slave*slave_repl_offset:[1-9]*) return 0 ;;
                    esac
                  done
                  return 1
                }

                master="$(known_master)"
                if [ "$master" = "$me" ] && in_step; then
                  echo "started as master, but a replica has what this member may have lost: handing over"
                  now="$(hand_over)"
                  master="${now:-$me}"
                fi
                password="$(cat "$secrets/password")"
                {
                  cat {folder}/redis.conf
                  echo "replica-announce-ip $me"
                  echo "requirepass $password"
                  echo "masterauth $password"
                  users_from {folder}/redis.users
                  if [ "$master" != "$me" ]; then echo "replicaof $master {port}"; fi
                } > {data}/redis.conf
                echo "master is $master"
                exec redis-server {data}/redis.conf
                """);
    }

    static String startSentinel(int quorum) {
        return common("""
                # A Sentinel keeps what it knows in its own file: that much of it is kept, the rest is written anew. Of two
                # names without an address it takes one for the other, so those are left out; the master tells them again.
                set -eu
                umask 0077
                . {folder}/members.sh
                own={data}/sentinel.conf

                found() {
                  getent ahosts "$1" > /dev/null 2>&1
                }

                all_found() {
                  for member in $members; do
                    if ! found "$member"; then return 1; fi
                  done
                }

                for _ in 1 2 3 4 5 6 7 8 9 10; do
                  if all_found; then break; fi
                  sleep 1
                done
                master="$(remembered_master)"
                if [ -z "$master" ]; then master="$(known_master)"; fi
                password="$(cat "$secrets/sentinel")"
                {
                  cat {folder}/sentinel.conf
                  echo "sentinel announce-ip $me"
                  echo "requirepass $password"
                  echo "sentinel monitor {group} $master {port} {quorum}"
                  echo "sentinel auth-pass {group} $(cat "$secrets/password")"
                  users_from {folder}/sentinel.users
                  for member in $members; do
                    if [ "$member" != "$master" ] && found "$member"; then
                      echo "sentinel known-replica {group} $member {port}"
                    fi
                  done
                  if [ -f "$own" ]; then
                    grep -E '^sentinel (myid|current-epoch|config-epoch|leader-epoch) ' "$own" || true
                    sed -n 's/^sentinel known-sentinel {group} //p' "$own" | while read -r host rest; do
                      if found "$host"; then echo "sentinel known-sentinel {group} $host $rest"; fi
                    done
                  fi
                } > "$own.new"
                mv "$own.new" "$own"
                exec redis-server "$own" --sentinel
                """.replace("{quorum}", Integer.toString(quorum)));
    }

    /** Before the end of a member: it stops taking writes, waits until another is master, and follows that one. */
    static String handOver() {
        return common("""
                set -eu
                . {folder}/members.sh
                case "$(redis_at "$me" info replication)" in
                  *role:master*) ;;
                  *) exit 0 ;;
                esac
                if [ "$members" = "$me" ]; then exit 0; fi
                # Writes wait, so that none is acknowledged that the next master does not have.
                redis_at "$me" client pause 20000 write
                now="$(hand_over)"
                if [ -n "$now" ]; then redis_at "$me" replicaof "$now" {port}; fi
                redis_at "$me" client unpause
                """);
    }

    /** Ready is a master, and a replica that is in step with one. */
    static String ready() {
        return common("""
                . {folder}/members.sh
                state="$(redis_at 127.0.0.1 info replication)"
                case "$state" in
                  *role:master*) exit 0 ;;
                  *master_link_status:up*) exit 0 ;;
                esac
                exit 1
                """);
    }

    /** Alive is what answers, also that it still loads its data. */
    static String alive() {
        return common("""
                . {folder}/members.sh
                case "$(redis_at 127.0.0.1 ping)" in
                  PONG | LOADING* | MASTERDOWN* | BUSY*) exit 0 ;;
                esac
                exit 1
                """);
    }

    /** What Redis is to be able to do, tried through the address that everybody uses. */
    static String check() {
        return """
                set -eu
                key="$REDISCLI_USER:$(hostname)"
                ask() {
                  timeout 10 redis-cli --raw -h "$HOST" -p "$PORT" --user "$REDISCLI_USER" "$@"
                }
                want() {
                  wanted="$1"
                  shift
                  answer="$(ask "$@" 2>&1)" || true
                  if [ "$answer" != "$wanted" ]; then
                    echo "$* answered '$answer' instead of '$wanted'" >&2
                    exit 1
                  fi
                  echo "$1: $answer"
                }
                for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
                  if [ "$(ask set "$key:text" waiting EX 60 2>&1)" = OK ]; then break; fi
                  sleep 5
                done
                want PONG ping
                want OK set "$key:text" promised EX 60
                want promised get "$key:text"
                want 1 del "$key:text"
                want '' get "$key:text"
                want 2 hset "$key:hash" one 1 two 2
                want 1 hget "$key:hash" one
                want "$(printf 'one\\n1\\ntwo\\n2')" hgetall "$key:hash"
                want 1 del "$key:hash"
                """;
    }
}
