package dev.hearth.argocd;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Verbatim;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is written on objects so that Argo CD keeps their data, applies what is large, and applies a namespace before what
 * is in it.
 *
 * <ul>
 *   <li>What holds data, and the namespaces around it, are pruned and deleted only when someone confirms. A namespace
 *       with a Secret that is made outside of the tree is one of those: the Secret exists nowhere else. So is that of
 *       Argo CD: its Applications are in it, and so is whoever would remove their finalizers.
 *   <li>Custom resource definitions are never pruned, for all objects of their kind would go with them.
 *   <li>Definitions, and objects too large for the annotation of a client-side apply, are applied server-side.
 *   <li>Of the network policies of the namespaces, what allows comes before what denies.
 *   <li>What makes a Secret comes before everything else of its component.
 * </ul>
 *
 * <p>An object that says something else of such an option itself keeps that, and one that is in the tree to the letter is left
 * alone.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/">Sync options; confirmation is there
 *     since Argo CD 2.14</a>
 */
final class Protection {

    /** What Kubernetes lets all annotations of an object be together, in bytes. */
    private static final int LARGEST_ANNOTATIONS = 262_144;

    /** A character of text is at most that many bytes of JSON. */
    private static final int WIDEST_CHARACTER = 6;

    private final ImmutableSet<Identity> stated;
    private final ImmutableSet<String> namespaces;
    private final ImmutableSet<Identity> verbatim;

    private Protection(
            ImmutableSet<Identity> stated, ImmutableSet<String> namespaces, ImmutableSet<Identity> verbatim) {
        this.stated = stated;
        this.namespaces = namespaces;
        this.verbatim = verbatim;
    }

    static Protection of(Expansion expansion) {
        ImmutableSet<Identity> stated = expansion.facts(HoldsData.class).stream()
                .map(Stated::fact)
                .map(HoldsData::object)
                .collect(ImmutableSet.toImmutableSet());
        Protection objects = new Protection(stated, ImmutableSet.of(), ImmutableSet.of());
        Stream<String> withData = expansion.manifests().stream()
                .filter(objects::holdsData)
                .map(manifest -> manifest.identity().namespace());
        Stream<String> withSecrets = expansion.facts(CredentialUse.class).stream()
                .map(Stated::fact)
                .filter(use -> use.credential().origin() instanceof Credential.Outside)
                .map(CredentialUse::namespace);
        return new Protection(
                stated,
                Stream.of(withData, withSecrets, Stream.of(ArgoCd.NAMESPACE))
                        .flatMap(namespaces -> namespaces)
                        .collect(ImmutableSet.toImmutableSet()),
                expansion.facts(Verbatim.class).stream()
                        .map(letter -> letter.fact().object().identity())
                        .collect(ImmutableSet.toImmutableSet()));
    }

    /** Whether it is an object with data that exists nowhere else; of a namespace, whether such an object is in it. */
    boolean holdsData(Manifest manifest) {
        Identity identity = manifest.identity();
        return switch (identity.group() + "/" + identity.kind()) {
                    case "/PersistentVolumeClaim", "/PersistentVolume" -> true;
                    case "/Namespace" -> namespaces.contains(identity.name());
                    case "apps/StatefulSet" ->
                        !manifest.spec().sequence("volumeClaimTemplates").isEmpty();
                    default -> false;
                }
                || stated.contains(identity);
    }

    ImmutableList<Manifest> apply(Collection<Manifest> manifests) {
        return manifests.stream().map(this::apply).collect(ImmutableList.toImmutableList());
    }

    private Manifest apply(Manifest manifest) {
        if (verbatim.contains(manifest.identity())) {
            return manifest;
        }
        if (Kinds.isDefinition(manifest)) {
            return SyncOptions.with(SyncOptions.with(manifest, "Prune", "false"), "ServerSideApply", "true");
        }
        Manifest out = manifest;
        if (holdsData(manifest)) {
            out = SyncOptions.with(SyncOptions.with(out, "Delete", "confirm"), "Prune", "confirm");
        }
        if (large(manifest)) {
            out = SyncOptions.with(out, "ServerSideApply", "true");
        }
        if (makesSecret(manifest)) {
            return SyncOptions.inWave(out, -1);
        }
        return out.owner().equals(Optional.of(Expansion.NAMESPACES)) ? inOrder(out) : out;
    }

    /** What makes a Secret comes before the pods that wait for it, and Argo CD waits until the Secret is made. */
    private static boolean makesSecret(Manifest manifest) {
        return switch (manifest.identity().group() + "/" + manifest.kind()) {
            case "bitnami.com/SealedSecret", "external-secrets.io/ExternalSecret", "isindir.github.com/SopsSecret" ->
                true;
            default -> false;
        };
    }

    private static Manifest inOrder(Manifest manifest) {
        return switch (manifest.kind()) {
            case "Namespace" -> manifest;
            case "NetworkPolicy" -> SyncOptions.inWave(manifest, deniesAll(manifest) ? 2 : 1);
            default -> SyncOptions.inWave(manifest, 1);
        };
    }

    private static boolean deniesAll(Manifest policy) {
        return policy.spec().sequence("ingress").isEmpty()
                && policy.spec().sequence("egress").isEmpty();
    }

    private static boolean large(Manifest manifest) {
        return (long) WIDEST_CHARACTER * characters(manifest.root()) > LARGEST_ANNOTATIONS
                && Json.write(manifest.root()).getBytes(UTF_8).length > LARGEST_ANNOTATIONS;
    }

    /** About as many characters as its JSON has; no less, as long as none must be escaped. */
    private static int characters(Node node) {
        int sum = 24;
        if (node instanceof Mapping mapping) {
            for (var field : mapping.fields().entrySet()) {
                sum += field.getKey().length() + 4 + characters(field.getValue());
            }
        } else if (node instanceof Sequence sequence) {
            for (Node item : sequence) {
                sum += 1 + characters(item);
            }
        } else if (node instanceof Text text) {
            sum += text.value().length();
        }
        return sum;
    }
}
