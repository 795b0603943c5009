package dev.hearth.platform.data;

/** What runs in the pods of a PostgreSQL server. Passwords are read from files, and never are an argument or an output. */
final class PostgresScripts {

    private PostgresScripts() {}

    /**
     * Starts the server. The image sets the superuser's password only while the data directory is empty; here each start
     * sets that of the Secret, in single-user mode, before anybody can connect.
     */
    static String start() {
        return """
                set -eu
                config="${CONFIG:-/etc/postgresql}/postgresql.conf"
                if [ -s "$PGDATA/PG_VERSION" ]; then
                  printf "ALTER ROLE postgres PASSWORD '%s'\\n" "$(sed "s/'/''/g" "$POSTGRES_PASSWORD_FILE")" |
                    postgres --single -c config_file="$config" -c log_statement=none -c log_min_error_statement=panic \\
                      -c log_min_duration_statement=-1 postgres > /dev/null
                fi
                exec docker-entrypoint.sh postgres -c config_file="$config"
                """;
    }

    /**
     * Makes databases, their owners and the role for metrics. A password is set only where a login with it fails; psql
     * sends it hashed.
     */
    static String databases() {
        return """
                set -eu
                PGPASSWORD="$(cat "$SUPERUSER/password")"
                export PGPASSWORD
                until pg_isready --quiet; do sleep 2; done

                run() {
                  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$1" --dbname="$2"
                }

                login() {
                  PGPASSWORD="$(cat "$PASSWORDS/$1")" psql --no-psqlrc --no-password --username="$1" --dbname="$2" \\
                    --command='SELECT 1' > /dev/null 2>&1
                }

                password() {
                  login "$1" "$2" && return
                  { cat "$PASSWORDS/$1"; echo; cat "$PASSWORDS/$1"; echo; } |
                    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres --command="\\\\password \\"$1\\"" \\
                      > /dev/null 2>&1
                  login "$1" "$2" || { echo "role $1 cannot log in to database $2" >&2; exit 1; }
                  echo "role $1 has a new password"
                }

                role() {
                  run "$1" postgres << 'SQL'
                SELECT format('CREATE ROLE %I', :'name')
                  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \\gexec
                ALTER ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
                SQL
                }

                database() {
                  role "$1"
                  run "$1" postgres << 'SQL'
                SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
                  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
                ALTER DATABASE :"name" OWNER TO :"name";
                REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
                SQL
                  run "$1" "$1" << 'SQL'
                REVOKE CREATE ON SCHEMA public FROM PUBLIC;
                GRANT ALL ON SCHEMA public TO :"name";
                SQL
                  password "$1" "$1"
                  echo "database $1 is there"
                }

                role "$METRICS"
                run "$METRICS" postgres << 'SQL'
                GRANT pg_monitor TO :"name";
                SQL
                password "$METRICS" postgres
                for name in $DATABASES; do database "$name"; done
                """;
    }

    /** Dumps every database; a dump is there as a whole or not at all, and only then the oldest go. */
    static String dump() {
        return """
                set -eu
                umask 077
                PGPASSWORD="$(cat "$SUPERUSER/password")"
                export PGPASSWORD
                cd "$BACKUPS"
                rm -rf unfinished
                mkdir unfinished
                pg_dumpall --globals-only --no-role-passwords --file=unfinished/globals.sql
                psql --no-psqlrc --quiet --tuples-only --no-align --dbname=postgres > unfinished/databases << 'SQL'
                SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname;
                SQL
                while IFS= read -r database; do
                  pg_dump --format=custom --file="unfinished/$database.dump" --dbname="$database"
                  pg_restore --list "unfinished/$database.dump" > /dev/null
                done < unfinished/databases
                sync
                at="$(date -u +%Y%m%dT%H%M%SZ)"
                # Moved onto a dump of this second, it would end up inside of it.
                while [ -e "$at" ]; do
                  sleep 1
                  at="$(date -u +%Y%m%dT%H%M%SZ)"
                done
                mv unfinished "$at"
                echo "dumped $(wc -l < "$at/databases") databases to $at"
                ls -1 | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort -r | tail -n +"$((KEEP + 1))" |
                  while IFS= read -r old; do rm -rf "$old" && echo "removed $old"; done
                """;
    }

    /** Copies the dumps to a bucket; the dump before it has ended well. */
    static String copy() {
        return """
                mc alias set store "$URL" "$ACCESS_KEY" "$SECRET_KEY" --api S3v4
                mc mirror --overwrite "$BACKUPS" "store/$BUCKET/$PREFIX"
                """;
    }

    /** Restores a dump, each database as a whole or not at all; for a person, in the pod of the server. */
    static String restore() {
        return """
                # sh restore.sh [TIME|newest [DATABASE...]]
                set -eu
                at="${1:-newest}"
                [ $# -eq 0 ] || shift
                cd "${BACKUPS:-/backups}"
                if [ "$at" = newest ]; then
                  at="$(ls -1 | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort | tail -n 1)"
                fi
                [ -f "$at/databases" ] || { echo "there is no dump '$at' in $PWD" >&2; exit 1; }
                [ $# -gt 0 ] || set -- $(cat "$at/databases")
                # Who uses a table keeps it from being replaced: better to fail than to wait for ever.
                export PGOPTIONS='-c lock_timeout=60s'
                # Roles that are there already are no fault.
                psql --no-psqlrc --quiet --dbname=postgres --file="$at/globals.sql" > /dev/null 2>&1 || true
                for database in "$@"; do
                  psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=name="$database" --dbname=postgres << 'SQL'
                SELECT format('CREATE DATABASE %I', :'name')
                  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \\gexec
                SQL
                  pg_restore --clean --if-exists --single-transaction --exit-on-error --dbname="$database" \\
                    "$at/$database.dump"
                  echo "restored $database from $at"
                done
                """;
    }
}
