package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.manifest.Manifest;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * Custom resource definitions that a component brings; they are applied before everything else, server-side, and are
 * never pruned.
 *
 * @param name names the set, such as {@code cert-manager}; several components may bring the same set
 * @param groups the API groups it defines, such as {@code cert-manager.io}
 * @param source where they come from
 */
public record CrdOffer(String name, ImmutableList<String> groups, Source source) implements Offer {

    /** Where definitions come from. */
    public sealed interface Source permits Git, Vendored {}

    /**
     * Files of upstream's Git repository at one commit.
     *
     * @param repository the URL of the repository
     * @param commit the full id of the commit, so that it never moves
     * @param version the release that the commit is, for people
     * @param path the folder in the repository; every YAML file of it is applied
     */
    public record Git(String repository, String commit, String version, String path) implements Source {

        public Git {
            requireNonNull(repository, "repository");
            requireNonNull(version, "version");
            requireNonNull(path, "path");
            if (!commit.matches("[0-9a-f]{40}")) {
                throw new IllegalArgumentException("the commit of " + repository
                        + " must be a full id of 40 hex digits, but was '" + commit + "'");
            }
        }
    }

    /** Definitions that are part of the tree, first of all its objects. */
    public record Vendored(ImmutableList<Manifest> definitions) implements Source {}

    public CrdOffer {
        Names.label("set of custom resource definitions", name);
        groups.forEach(group -> Names.subdomain("API group", group));
        requireNonNull(source, "source");
    }

    /**
     * Definitions of one's own kinds, made from their classes; part of the tree. Components of the cluster write
     * objects of these classes with {@link Manifests#objects}.
     *
     * <pre>{@code
     * @Group("photos.home.arpa")
     * @Version("v1")
     * public class Album extends CustomResource<AlbumSpec, AlbumStatus> implements Namespaced {}
     *
     * public Offers offers() {
     *     return Offers.of(CrdOffer.of("photos", Album.class));
     * }
     * }</pre>
     *
     * @param name names the set
     * @param kinds classes with a public constructor without parameters; several of one kind are its versions
     * @throws IllegalArgumentException where there are none, or one has no definition that says what its fields mean
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static CrdOffer of(String name, Class<? extends CustomResource<?, ?>>... kinds) {
        if (kinds.length == 0) {
            throw new IllegalArgumentException(
                    "the set of custom resource definitions " + name + " is empty; name the classes of its kinds");
        }
        ImmutableList<Manifest> definitions = Definitions.of(ImmutableList.copyOf(kinds));
        return new CrdOffer(
                name,
                definitions.stream()
                        .map(definition -> definition.spec().text("group").orElseThrow())
                        .distinct()
                        .collect(ImmutableList.toImmutableList()),
                new Vendored(definitions));
    }
}
