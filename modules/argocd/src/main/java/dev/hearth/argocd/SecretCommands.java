package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Credential;
import java.util.HashMap;
import java.util.Map;

/**
 * The shell commands that make the Secrets a cluster needs, for bash.
 *
 * <p>Values are made or asked for where the commands run. They pass through variables and pipes of the shell alone, so
 * no list of processes shows them, and they end with the subshell. A Secret that is there stays as it is; where one is
 * missing in one of its namespaces it gets the values of another.
 */
final class SecretCommands {

    private static final String FUNCTIONS = """
            (
            set -euo pipefail

            # held SECRET KEY NAMESPACE...: the value that one of the namespaces has already.
            held() {
              local secret=$1 key=$2 namespace value
              shift 2
              for namespace in "$@"; do
                value="$(kubectl get secret "$secret" --namespace "$namespace" --ignore-not-found \\
                  --output "go-template={{with .data}}{{with index . \\"$key\\"}}{{.}}{{end}}{{end}}")"
                if [ -n "$value" ]; then
                  printf '%s' "$value" | base64 --decode
                  return 0
                fi
              done
              return 1
            }

            # random BYTES: that many random bytes, in hexadecimal.
            random() {
              openssl rand -hex "$1"
            }

            # asked WHAT: what a person types, unseen.
            asked() {
              local value
              printf '%s: ' "$1" >&2
              IFS= read -rs value
              printf '\\n' >&2
              if [ -z "$value" ]; then
                echo "nothing was typed; no Secret was made of it" >&2
                return 1
              fi
              printf '%s' "$value"
            }

            # password_file USER WHAT: a line of an Apache password file.
            password_file() {
              local value
              value="$(asked "$2")" || return 1
              printf '%s:%s' "$1" "$(printf '%s' "$value" | openssl passwd -apr1 -stdin)"
            }

            # make_secret NAMESPACE NAME TYPE [KEY VALUE]...: makes the Secret unless it is there.
            make_secret() {
              local namespace=$1 name=$2 type=$3
              shift 3
              if kubectl get secret "$name" --namespace "$namespace" >/dev/null 2>&1; then
                echo "Secret $namespace/$name is there already and stays as it is"
                return 0
              fi
              {
                printf 'apiVersion: v1\\nkind: Secret\\nmetadata:\\n'
                printf '  name: "%s"\\n  namespace: "%s"\\ntype: "%s"\\ndata:\\n' "$name" "$namespace" "$type"
                while [ $# -gt 0 ]; do
                  printf '  "%s": "%s"\\n' "$1" "$(printf '%s' "$2" | base64 | tr -d '\\n')"
                  shift 2
                done
              } | kubectl create --filename -
            }
            """;

    private SecretCommands() {}

    /** The commands for all of them, to be pasted as one. */
    static String of(ImmutableList<SecretNeed> needs) {
        StringBuilder commands = new StringBuilder();
        for (SecretNeed need : needs) {
            commands.append('\n');
            append(need, commands);
        }
        return FUNCTIONS
                + SecretFunctions.neededBy(
                        needs.stream().map(SecretNeed::credential).toList()) + commands + ")\n";
    }

    private static void append(SecretNeed need, StringBuilder out) {
        Credential credential = need.credential();
        String namespaces = String.join(" ", need.namespaces());
        StringBuilder pairs = new StringBuilder();
        Map<String, String> variables = new HashMap<>();
        for (Credential.Entry entry : credential.entries()) {
            String variable = "value_" + (variables.size() + 1);
            SecretValue value = new SecretValue(credential, variables);
            // What follows from the model or from another key is not read back, so that a change of it shows where the
            // Secret is
            // made anew.
            String word = value.follows(entry)
                    ? value.made(entry)
                    : "\"$(held " + credential.name() + " " + entry.key() + " " + namespaces + " || "
                            + value.made(entry) + ")\"";
            out.append(variable)
                    .append('=')
                    .append(word)
                    .append(value.ends(entry))
                    .append('\n');
            variables.put(entry.key(), variable);
            pairs.append(" \\\n    ")
                    .append(entry.key())
                    .append(" \"$")
                    .append(variable)
                    .append('"');
        }
        out.append("for namespace in ").append(namespaces).append("; do\n");
        out.append("  make_secret \"$namespace\" ")
                .append(credential.name())
                .append(' ')
                .append(quoted(credential.type()))
                .append(pairs)
                .append("\ndone\n");
    }

    /** As one word of the shell, whatever is in it. */
    static String quoted(String text) {
        return text.matches("[A-Za-z0-9@%+=:,./_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
