package dev.hearth.platform.data;

import java.util.List;

/**
 * What the jobs of an object store run. Passwords are read from files and go to {@code mc} by its standard input, never as an
 * argument; of programs there are none but the shell, {@code sleep} and {@code mc}, which some successors call {@code mcli}.
 */
final class MinioScripts {

    private static final String LOGIN = """
            set -eu
            # Successors call the client mcli, for mc is a file manager too.
            command -v mc > /dev/null || mc() { mcli "$@"; }
            value() {
              line=
              IFS= read -r line < "$1" || [ -n "$line" ]
              printf '%s\\n' "$line"
            }

            """;

    private MinioScripts() {}

    /** Makes buckets and users, and sets each user's password and policy to what they are here. */
    static String buckets(List<String> calls) {
        return LOGIN + """
                # Named with its signature, an alias is not tried yet: mc ready is what waits.
                { value "$KEYS/root/user"; value "$KEYS/root/password"; } |
                  mc alias set store "$URL" --api S3v4 > /dev/null
                mc ready store

                bucket() {
                  name="$1"
                  shift
                  mc mb --ignore-existing "$@" "store/$name"
                }

                lifecycle() {
                  mc ilm rule import "store/$1" < "${FILES:-/etc/minio-buckets}/lifecycle-$1.json"
                }

                user() {
                  { echo "$1"; value "$KEYS/users/$1"; } | mc admin user add store > /dev/null
                  mc admin policy create store "$1" "${FILES:-/etc/minio-buckets}/user-$1.json" > /dev/null
                  # That a policy is attached already is an error to mc.
                  mc admin policy attach store "$1" --user "$1" > /dev/null 2>&1 || true
                  { echo "$1"; value "$KEYS/users/$1"; } | mc alias set user "$URL" --api S3v4 > /dev/null
                  mc ls "user/$2" > /dev/null || { echo "user $1 cannot use bucket $2" >&2; exit 1; }
                  mc alias remove user > /dev/null
                  echo "user $1 can use bucket $2"
                }

                """ + String.join("\n", calls) + "\n";
    }

    /** Writes an object with a type and metadata, and compares what comes back. */
    static String check() {
        return LOGIN + """
                { value "$KEYS/access-key"; value "$KEYS/secret-key"; } |
                  mc alias set store "$URL" --api S3v4 > /dev/null
                mc ready store
                # Its user is made by another job, after the same sync.
                tries=0
                until mc ls "store/$BUCKET" > /dev/null 2>&1; do
                  tries=$((tries + 1))
                  [ "$tries" -lt 60 ] || { echo "bucket $BUCKET cannot be used" >&2; exit 1; }
                  sleep 5
                done

                content='{"promise": "kept"}'
                object="store/$BUCKET/promise"
                printf '%s' "$content" > /tmp/promise
                mc cp --quiet --attr 'Content-Type=application/json;x-amz-meta-purpose=promise' /tmp/promise "$object" > /dev/null
                [ "$(mc cat "$object")" = "$content" ] || { echo 'GET gives other bytes than PUT had' >&2; exit 1; }
                about="$(mc stat --json "$object")"
                case "$about" in
                  *'"Content-Type":"application/json"'*) ;;
                  *) echo "the Content-Type is lost: $about" >&2; exit 1 ;;
                esac
                case "$about" in
                  *'"X-Amz-Meta-Purpose":"promise"'*) ;;
                  *) echo "x-amz-meta-purpose is lost: $about" >&2; exit 1 ;;
                esac
                mc rm "$object" > /dev/null
                echo 'PUT and GET keep content, Content-Type and x-amz-meta-*'
                """;
    }
}
