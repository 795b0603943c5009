package dev.hearth.argocd;

import com.google.common.collect.ImmutableMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Template;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The functions of the shell that only some kinds of values need. None of them writes a file or names a value in the arguments of a
 * program.
 */
final class SecretFunctions {

    private static final ImmutableMap<String, String> ALL = ImmutableMap.<String, String>builder()
            .put("password", """
                    # password LENGTH: that many random letters and digits.
                    password() {
                      local value=""
                      while [ "${#value}" -lt "$1" ]; do
                        value="$value$(openssl rand -base64 48 | tr -dc 'A-Za-z0-9')"
                      done
                      printf '%s' "${value:0:$1}"
                    }
                    """)
            .put("rsa_key", """
                    # rsa_key: a new private key, in PEM.
                    rsa_key() {
                      openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 2>/dev/null
                    }
                    """)
            .put("ed25519_key", """
                    # ed25519_key: a new private key, in PEM.
                    ed25519_key() {
                      openssl genpkey -algorithm ED25519
                    }
                    """)
            .put("ssh_key", """
                    # ssh_key: a new private key, in the format of OpenSSH, which ssh-keygen would write to a file only.
                    ssh_key() {
                      local pem public secret check hex
                      pem="$(openssl genpkey -algorithm ED25519)" || return 1
                      secret="$(printf '%s\\n' "$pem" | openssl pkey -outform DER | od -An -v -tx1 | tr -d ' \\n')"
                      public="$(printf '%s\\n' "$pem" | openssl pkey -pubout -outform DER | od -An -v -tx1 | tr -d ' \\n')"
                      secret="${secret: -64}"
                      public="${public: -64}"
                      check="$(openssl rand -hex 4)"
                      hex="6f70656e7373682d6b65792d763100000000046e6f6e65000000046e6f6e650000000000000001"
                      hex+="000000330000000b7373682d6564323535313900000020$public"
                      hex+="00000088$check${check}0000000b7373682d6564323535313900000020$public"
                      hex+="00000040$secret${public}000000000102030405"
                      printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\\n'
                      printf '%b' "$(printf '%s' "$hex" | sed 's/../\\\\x&/g')" | base64 | tr -d '\\n' | fold -w 70
                      printf -- '\\n-----END OPENSSH PRIVATE KEY-----\\n'
                    }
                    """)
            .put("ssh_public", """
                    # ssh_public KEY: the line for authorized_keys of a private key in the format of OpenSSH.
                    ssh_public() {
                      local hex type
                      hex="$(printf '%s\\n' "$1" | sed '/-----/d' | base64 --decode | od -An -v -tx1 | tr -d ' \\n')"
                      hex="${hex:86:$((16#${hex:78:8} * 2))}"
                      type="$(printf '%s' "${hex:8:$((16#${hex:0:8} * 2))}" | sed 's/../\\\\x&/g')"
                      printf '%b ' "$type"
                      printf '%b' "$(printf '%s' "$hex" | sed 's/../\\\\x&/g')" | base64 | tr -d '\\n'
                    }
                    """)
            .put("public_key", """
                    # public_key KEY: the public half of a private key, both in PEM.
                    public_key() {
                      printf '%s\\n' "$1" | openssl pkey -pubout
                    }
                    """)
            .put("self_signed", """
                    # self_signed KEY DAYS NAME NAMES: a certificate for those names that the key signs itself, in PEM.
                    self_signed() {
                      printf '%s\\n' "$1" | openssl req -x509 -new -key /dev/stdin -sha256 -days "$2" -subj "/CN=$3" -addext "$4"
                    }
                    """)
            .put("docker_config", """
                    # docker_config REGISTRY USER WHAT: a configuration for pulling images; REGISTRY is a text of JSON.
                    docker_config() {
                      local value
                      value="$(asked "$3")" || return 1
                      printf '{"auths":{%s:{"auth":"%s"}}}' "$1" "$(printf '%s:%s' "$2" "$value" | base64 | tr -d '\\n')"
                    }
                    """)
            .put("url", """
                    # url TEXT: the text as a part of a URL.
                    url() {
                      local LC_ALL=C text=$1 out="" c index
                      for ((index = 0; index < ${#text}; index++)); do
                        c="${text:index:1}"
                        case "$c" in
                          [A-Za-z0-9._~-]) out+="$c" ;;
                          *)
                            printf -v c '%d' "'$c"
                            printf -v c '%%%02X' "$((c & 255))"
                            out+="$c"
                            ;;
                        esac
                      done
                      printf '%s' "$out"
                    }
                    """)
            .buildOrThrow();

    private SecretFunctions() {}

    /** Those that the values of such credentials need. */
    static String neededBy(Collection<Credential> credentials) {
        Set<String> needed = credentials.stream()
                .flatMap(credential -> credential.entries().stream().flatMap(entry -> neededBy(entry, credential)))
                .collect(Collectors.toSet());
        return ALL.entrySet().stream()
                .filter(function -> needed.contains(function.getKey()))
                .map(function -> "\n" + function.getValue())
                .collect(Collectors.joining());
    }

    private static Stream<String> neededBy(Credential.Entry entry, Credential credential) {
        if (entry instanceof Credential.Composed composed) {
            return composed.pieces().stream()
                    .filter(piece -> piece instanceof Template.KeyValue key && key.url())
                    .map(piece -> "url");
        }
        return function(entry, credential).stream();
    }

    private static Optional<String> function(Credential.Entry entry, Credential credential) {
        if (entry instanceof Credential.Password) {
            return Optional.of("password");
        }
        if (entry instanceof Credential.PrivateKey key) {
            return Optional.of(of(key.kind()));
        }
        if (entry instanceof Credential.PublicKey half) {
            return Optional.of(publicHalf(half, credential));
        }
        if (entry instanceof Credential.Certificate) {
            return Optional.of("self_signed");
        }
        return entry instanceof Credential.DockerConfig ? Optional.of("docker_config") : Optional.empty();
    }

    /** The one that makes a private key of that kind. */
    static String of(Credential.KeyKind kind) {
        return switch (kind) {
            case RSA -> "rsa_key";
            case ED25519 -> "ed25519_key";
            case SSH -> "ssh_key";
        };
    }

    /** The one that makes the public half of a private key. */
    static String publicHalf(Credential.PublicKey half, Credential credential) {
        boolean ssh = credential.entry(half.privateKey()) instanceof Credential.PrivateKey key
                && key.kind() == Credential.KeyKind.SSH;
        return ssh ? "ssh_public" : "public_key";
    }
}
