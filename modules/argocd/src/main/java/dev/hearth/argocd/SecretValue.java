package dev.hearth.argocd;

import static dev.hearth.argocd.SecretCommands.quoted;

import com.google.common.net.InetAddresses;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Template;
import dev.hearth.dsl.Value;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Node;
import java.util.Map;
import java.util.stream.Collectors;

/** How a value of a credential comes to be, in the shell. */
final class SecretValue {

    private static final int LONGEST_COMMON_NAME = 64;

    private final Credential credential;
    private final Map<String, String> variables;

    /** The keys before it are in those variables. */
    SecretValue(Credential credential, Map<String, String> variables) {
        this.credential = credential;
        this.variables = variables;
    }

    /** Whether the value follows from the model or from other keys, without anything random or asked for. */
    boolean follows(Credential.Entry entry) {
        return entry instanceof Credential.Fixed
                || entry instanceof Credential.Composed
                || entry instanceof Credential.PublicKey;
    }

    /** What the shell puts behind a value: it drops the last line end of what it reads, which keys in PEM need. */
    String ends(Credential.Entry entry) {
        boolean lines = entry instanceof Credential.PrivateKey
                || entry instanceof Credential.Certificate
                || entry instanceof Credential.PublicKey;
        return lines ? "$'\\n'" : "";
    }

    /** A command that writes the value, or a word where it follows. */
    String made(Credential.Entry entry) {
        if (entry instanceof Credential.Fixed fixed) {
            return quoted(fixed.value());
        }
        if (entry instanceof Credential.Composed composed) {
            return composed(composed);
        }
        if (entry instanceof Credential.PublicKey half) {
            return "\"$(" + SecretFunctions.publicHalf(half, credential) + " " + variable(half.privateKey()) + ")\"";
        }
        return command(entry);
    }

    private String command(Credential.Entry entry) {
        if (entry instanceof Credential.Random random) {
            return "random " + random.bytes();
        }
        if (entry instanceof Credential.Password password) {
            return "password " + password.length();
        }
        if (entry instanceof Credential.Asked asked) {
            return "asked " + quoted(asked.what());
        }
        if (entry instanceof Credential.PasswordFile file) {
            return "password_file " + file.user() + " " + quoted(passwordOf(file.user(), ""));
        }
        if (entry instanceof Credential.PrivateKey key) {
            return SecretFunctions.of(key.kind());
        }
        if (entry instanceof Credential.DockerConfig config) {
            return "docker_config "
                    + quoted(Json.write(Node.text(config.registry())).strip()) + " " + quoted(config.user()) + " "
                    + quoted(passwordOf(config.user(), " at " + config.registry()));
        }
        return selfSigned((Credential.Certificate) entry);
    }

    private String passwordOf(String user, String where) {
        return "Password of user " + user + where + " (Secret " + credential.name() + ")";
    }

    private String selfSigned(Credential.Certificate certificate) {
        String name = certificate.hosts().stream()
                .filter(host -> host.length() <= LONGEST_COMMON_NAME)
                .findFirst()
                .orElse(credential.name());
        String names = certificate.hosts().isEmpty()
                ? "subjectAltName=DNS:" + credential.name()
                : certificate.hosts().stream()
                        .map(host -> (InetAddresses.isInetAddress(host) ? "IP:" : "DNS:") + host)
                        .collect(Collectors.joining(",", "subjectAltName=", ""));
        return "self_signed " + variable(certificate.privateKey()) + " " + certificate.days() + " " + quoted(name) + " "
                + quoted(names);
    }

    /** One word: texts, and the values of other keys. */
    private String composed(Credential.Composed composed) {
        return composed.pieces().stream()
                .map(piece -> piece instanceof Template.KeyValue key
                        ? (key.url() ? "\"$(url " + variable(key.key()) + ")\"" : variable(key.key()))
                        : quoted(text(((Template.Literal) piece).text())))
                .collect(Collectors.joining());
    }

    private static String text(Value value) {
        return value.pieces().stream()
                .map(piece -> ((Value.Literal) piece).text())
                .collect(Collectors.joining());
    }

    private String variable(String key) {
        return "\"$" + variables.get(key) + "\"";
    }
}
