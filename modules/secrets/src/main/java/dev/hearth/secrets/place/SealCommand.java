package dev.hearth.secrets.place;

import dev.hearth.dsl.Credential;
import java.util.stream.Collectors;

/** The command that seals the values of one credential in one namespace, for bash. */
final class SealCommand {

    private SealCommand() {}

    static String of(String folder, Credential credential, String namespace) {
        String scope = credential.origin() instanceof Credential.Sealed sealed
                ? sealed.scope().word()
                : "strict";
        return "hearth seal --folder " + folder + " --namespace " + namespace + " --name " + credential.name()
                + (scope.equals("strict") ? "" : " --scope " + scope)
                + (credential.type().equals("Opaque") ? "" : " --type " + credential.type())
                + credential.secrets().stream()
                        .filter(entry -> !certified(credential, entry))
                        .map(SealCommand::source)
                        .collect(Collectors.joining());
    }

    /** A key that comes with its certificate. */
    private static boolean certified(Credential credential, Credential.Entry entry) {
        return credential.entries().stream()
                .anyMatch(other -> other instanceof Credential.Certificate certificate
                        && certificate.privateKey().equals(entry.key()));
    }

    private static String source(Credential.Entry entry) {
        if (entry instanceof Credential.Random random) {
            return " " + random.key() + "=random:" + random.bytes();
        }
        if (entry instanceof Credential.Password password) {
            return " " + password.key() + "=password:" + password.length();
        }
        if (entry instanceof Credential.PasswordFile file) {
            return " " + file.key() + "=htpasswd:" + file.user();
        }
        if (entry instanceof Credential.PrivateKey key) {
            return " " + key.key() + "="
                    + switch (key.kind()) {
                        case RSA -> "rsa";
                        case ED25519 -> "ed25519";
                        case SSH -> "ssh";
                    };
        }
        if (entry instanceof Credential.PublicKey key) {
            return " " + key.key() + "=public:" + key.privateKey();
        }
        if (entry instanceof Credential.Certificate certificate) {
            return " --tls " + String.join(",", certificate.hosts());
        }
        if (entry instanceof Credential.DockerConfig config) {
            return " --docker " + config.registry() + "," + config.user();
        }
        return " " + entry.key() + "='?'";
    }
}
