package dev.hearth.secrets.place;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Derivation;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Verbatim;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Place;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.manifest.YamlException;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SecretsFolder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Credentials that SOPS encrypted become part of the tree as the files they are: its signature covers every value, so not a byte is
 * changed. A file holds a Secret, or a SopsSecret of the sops-secrets-operator, and nobody can read it here either: all that is
 * checked is what stands around the values.
 *
 * <p>Argo CD applies a Secret of SOPS as it is. Something has to decrypt it before the API server takes it, which is said of each.
 *
 * @see <a href="https://getsops.io/docs/">SOPS</a>
 */
public final class SopsFiles implements Derivation {

    private static final String UNUSED = "secret.unused";

    private final SecretsFolder folder;

    /** The files are in that folder. */
    public SopsFiles(SecretsFolder folder) {
        this.folder = folder;
    }

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Set<String> used = new TreeSet<>();
        Map<String, String> checksums = new HashMap<>();
        for (Stated<CredentialUse> use : soFar.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            String namespace = use.fact().namespace();
            String secret = namespace + "/" + credential.name();
            if (credential.origin() instanceof Credential.Sops && used.add(secret)) {
                Optional<byte[]> file = folder.sops(namespace, credential.name());
                file.ifPresent(bytes -> checksums.put(secret, Ledger.fingerprint(new String(bytes, UTF_8))));
                new Placing(credential, namespace, folder.path() + "/" + path(secret), scopes.apply(use.component()))
                        .place(file);
            }
        }
        Restarts.of(soFar, scopes, checksums);
        unused(used, scopes.apply(Expansion.NAMESPACES));
    }

    private static String path(String secret) {
        return secret + ".sops.yaml";
    }

    private void unused(Set<String> used, Scope scope) {
        for (String path : folder.sopsPaths()) {
            if (used.stream().noneMatch(secret -> path(secret).equals(path))) {
                scope.finding(Finding.warning(
                                UNUSED, folder.path() + "/" + path, "no credential of the cluster asks for this file")
                        .hint("remove it, or let a credential of its name come from Credential.sops()"));
            }
        }
    }

    /** One credential in one namespace, and its file. */
    private record Placing(Credential credential, String namespace, String file, Scope scope) {

        private static final String UNSEALED = "secret.unsealed";
        private static final String RULE = "secret.sops";
        private static final String PLUGIN = "secret.sops-plugin";

        void place(Optional<byte[]> bytes) {
            if (bytes.isEmpty()) {
                scope.finding(Finding.error(UNSEALED, subject(), "there is no file " + file)
                        .hint("write it as a Secret with the keys " + keys() + ", then: " + encrypt()));
                return;
            }
            try {
                String text = Yaml.decode(bytes.orElseThrow(), file);
                List<Manifest> objects = Yaml.read(text, file);
                if (objects.size() == 1) {
                    place(objects.get(0), text);
                } else {
                    scope.finding(wrong("holds " + objects.size() + " objects").hint("keep one Secret in a file"));
                }
            } catch (YamlException broken) {
                // What is wrong is not repeated: where the file is not encrypted, it could hold a value.
                scope.finding(wrong("cannot be read as one Kubernetes object")
                        .from(Place.of(broken.position()))
                        .hint("write it as a Secret in YAML, or restore it as sops wrote it"));
            }
        }

        private void place(Manifest object, String text) {
            SopsFile sops = new SopsFile(object);
            Optional<Finding> fault = fault(sops);
            if (fault.isPresent()) {
                scope.finding(fault.orElseThrow());
                return;
            }
            sops.type()
                    .filter(type -> !type.equals(credential.type()))
                    .ifPresent(type -> scope.finding(
                            wrong("is of type " + type + ", but the credential is of type " + credential.type())
                                    .hint("correct the type with: sops edit " + file)));
            compare(sops.keys());
            if (object.kind().equals("Secret")) {
                scope.finding(Finding.info(
                                PLUGIN,
                                object.identity(),
                                "is encrypted by SOPS, which Argo CD does not decrypt by itself; the API server takes no"
                                        + " encrypted Secret")
                        .hint("let a plugin of Argo CD decrypt the files of component " + scope.component()
                                + ", or write a SopsSecret, which the sops-secrets-operator decrypts in the cluster"));
            }
            scope.manifest(object);
            scope.fact(new Verbatim(object, text));
        }

        /** Why a file cannot be part of the tree. */
        private Optional<Finding> fault(SopsFile sops) {
            Manifest object = sops.object();
            if (object.kind().startsWith(SopsFile.ENCRYPTED)) {
                return Optional.of(wrong("is encrypted as a whole, so nobody can tell what it is")
                        .hint("decrypt it, then encrypt the values alone: " + encrypt()));
            }
            if (!sops.secret()) {
                return Optional.of(wrong("holds a " + object.apiVersion() + " " + object.kind())
                        .hint("write a v1 Secret or an isindir.github.com SopsSecret"));
            }
            if (!sops.marked()) {
                return Optional.of(Finding.error(
                                "secret.clear",
                                subject(),
                                file + " is not encrypted; a Secret in clear never becomes part of a tree")
                        .hint("encrypt it: " + encrypt() + "; replace the values if the file was in Git already"));
            }
            if (!sops.complete()) {
                return Optional.of(wrong("has a 'sops' block without mac, lastmodified or a recipient")
                        .hint("restore the file as sops wrote it"));
            }
            String says = object.namespace().orElse("") + "/" + object.name();
            if (!says.equals(namespace + "/" + credential.name())) {
                return Optional.of(wrong("says that it is Secret '" + says + "'")
                        .hint("move the file, or correct name and namespace with: sops edit " + file));
            }
            return Optional.empty();
        }

        private void compare(Set<String> there) {
            Set<String> missing = new TreeSet<>(keys());
            missing.removeAll(there);
            if (!missing.isEmpty()) {
                scope.finding(Finding.error(UNSEALED, subject(), file + " has no key " + String.join(", ", missing))
                        .hint("add it with: sops edit " + file));
            }
            Set<String> unused = new TreeSet<>(there);
            unused.removeAll(keys());
            if (!unused.isEmpty()) {
                scope.finding(Finding.warning(
                                UNUSED,
                                subject(),
                                file + " has the key " + String.join(", ", unused)
                                        + ", which the credential does not have")
                        .hint("add it to the credential, or take it out with: sops edit " + file));
            }
        }

        private ImmutableSet<String> keys() {
            return credential.entries().stream().map(Credential.Entry::key).collect(ImmutableSet.toImmutableSet());
        }

        private String subject() {
            return "Secret " + namespace + "/" + credential.name();
        }

        private Finding wrong(String fault) {
            return Finding.error(RULE, subject(), file + " " + fault);
        }

        private String encrypt() {
            return "sops encrypt --in-place --encrypted-regex '^(data|stringData)$' " + file;
        }
    }
}
