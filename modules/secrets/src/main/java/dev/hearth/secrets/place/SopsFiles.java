package dev.hearth.secrets.place;

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
import dev.hearth.secrets.SecretsFolder;
import java.util.HashSet;
import java.util.List;
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

    private static final String UNSEALED = "secret.unsealed";
    private static final String RULE = "secret.sops";
    private static final String PLUGIN = "secret.sops-plugin";
    private static final String UNUSED = "secret.unused-key";

    private final SecretsFolder folder;

    /** The files are in that folder. */
    public SopsFiles(SecretsFolder folder) {
        this.folder = folder;
    }

    @Override
    public void derive(Expansion soFar, Function<String, Scope> scopes) {
        Set<String> placed = new HashSet<>();
        for (Stated<CredentialUse> use : soFar.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            String namespace = use.fact().namespace();
            if (credential.origin() instanceof Credential.Sops && placed.add(namespace + "/" + credential.name())) {
                place(credential, namespace, scopes.apply(use.component()));
            }
        }
    }

    private void place(Credential credential, String namespace, Scope scope) {
        String file = folder.path() + "/" + namespace + "/" + credential.name() + ".sops.yaml";
        Optional<byte[]> bytes = folder.sops(namespace, credential.name());
        if (bytes.isEmpty()) {
            scope.finding(Finding.error(
                            UNSEALED,
                            "component " + scope.component(),
                            "uses credential " + credential.name() + " in namespace " + namespace + ", but there is no file "
                                    + file)
                    .hint("write it as a Secret with the keys " + keys(credential) + ", then: " + encrypt(file)));
            return;
        }
        try {
            String text = Yaml.decode(bytes.orElseThrow(), file);
            List<Manifest> objects = Yaml.read(text, file);
            if (objects.size() == 1) {
                place(objects.get(0), text, file, credential, namespace, scope);
            } else {
                scope.finding(wrong(scope, file, "holds " + objects.size() + " objects")
                        .hint("keep one Secret in a file"));
            }
        } catch (YamlException broken) {
            // What is wrong is not repeated: where the file is not encrypted, it could hold a value.
            scope.finding(wrong(scope, file, "cannot be read as one Kubernetes object")
                    .from(Place.of(broken.position()))
                    .hint("write it as a Secret in YAML, or restore it as sops wrote it"));
        }
    }

    private static void place(
            Manifest object, String text, String file, Credential credential, String namespace, Scope scope) {
        SopsFile sops = new SopsFile(object);
        Optional<Finding> fault = fault(sops, file, namespace + "/" + credential.name(), scope);
        if (fault.isPresent()) {
            scope.finding(fault.orElseThrow());
            return;
        }
        sops.type().filter(type -> !type.equals(credential.type())).ifPresent(type -> scope.finding(
                wrong(scope, file, "is of type " + type + ", but credential " + credential.name() + " is of type "
                                + credential.type())
                        .hint("correct the type with: sops edit " + file)));
        keys(sops, file, credential, scope);
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
    private static Optional<Finding> fault(SopsFile sops, String file, String path, Scope scope) {
        Manifest object = sops.object();
        if (object.kind().startsWith(SopsFile.ENCRYPTED)) {
            return Optional.of(wrong(scope, file, "is encrypted as a whole, so nobody can tell what it is")
                    .hint("decrypt it, then encrypt the values alone: " + encrypt(file)));
        }
        if (!sops.secret()) {
            return Optional.of(wrong(scope, file, "holds a " + object.apiVersion() + " " + object.kind())
                    .hint("write a v1 Secret or an isindir.github.com SopsSecret"));
        }
        if (!sops.marked()) {
            return Optional.of(Finding.error(
                            "secret.clear", file, "is not encrypted; a Secret in clear never becomes part of a tree")
                    .hint("encrypt it: " + encrypt(file) + "; replace the values if the file was in Git already"));
        }
        if (!sops.complete()) {
            return Optional.of(wrong(scope, file, "has a 'sops' block without mac, lastmodified or a recipient")
                    .hint("restore the file as sops wrote it"));
        }
        String says = object.namespace().orElse("") + "/" + object.name();
        if (!says.equals(path)) {
            return Optional.of(wrong(scope, file, "says that it is Secret '" + says + "'")
                    .hint("move the file, or correct name and namespace with: sops edit " + file));
        }
        return Optional.empty();
    }

    private static void keys(SopsFile sops, String file, Credential credential, Scope scope) {
        ImmutableSet<String> there = sops.keys();
        Set<String> missing = new TreeSet<>(keys(credential));
        missing.removeAll(there);
        if (!missing.isEmpty()) {
            scope.finding(Finding.error(
                            UNSEALED,
                            "component " + scope.component(),
                            "uses credential " + credential.name() + ", but " + file + " has no key " + String.join(", ", missing))
                    .hint("add it with: sops edit " + file));
        }
        Set<String> unused = new TreeSet<>(there);
        unused.removeAll(keys(credential));
        if (!unused.isEmpty()) {
            scope.finding(Finding.warning(
                            UNUSED,
                            "component " + scope.component(),
                            file + " has the key " + String.join(", ", unused) + ", which credential "
                                    + credential.name() + " has not")
                    .hint("add it to the credential, or take it out with: sops edit " + file));
        }
    }

    private static ImmutableSet<String> keys(Credential credential) {
        return credential.entries().stream().map(Credential.Entry::key).collect(ImmutableSet.toImmutableSet());
    }

    private static Finding wrong(Scope scope, String file, String fault) {
        return Finding.error(RULE, "component " + scope.component(), file + " " + fault);
    }

    private static String encrypt(String file) {
        return "sops encrypt --in-place --encrypted-regex '^(data|stringData)$' " + file;
    }
}
