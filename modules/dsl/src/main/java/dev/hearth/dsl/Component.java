package dev.hearth.dsl;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableSet;

/**
 * One deployable system: one folder in the tree, one Argo CD Application.
 *
 * <p>Only {@link #manifests} must be written; a record with its settings as components is the usual form.
 *
 * <pre>{@code
 * record Photos(Image image) implements Component {
 *   public Manifests manifests(ClusterView cluster) {
 *     Port http = Port.http(8080);
 *     Workload photos = Workload.deployment("photos").image(image).port(http);
 *     return Manifests.of(photos, Route.at("photos").to(photos.service(http)));
 *   }
 * }
 * }</pre>
 */
public interface Component {

    /** Its name, unique in the cluster; the class's own name in kebab case unless said otherwise. */
    default String name() {
        Class<?> type = getClass();
        if (type.isHidden() || type.isAnonymousClass()) {
            throw new IllegalStateException("a lambda or an anonymous class has no name; override name()");
        }
        return CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_HYPHEN, type.getSimpleName());
    }

    /** Where its objects live; a namespace of its own name unless said otherwise. */
    default String namespace() {
        return name();
    }

    /** What its namespace must let through; where several components share one, the most open wins. */
    default PodSecurity podSecurity() {
        return PodSecurity.restricted();
    }

    /** Its place in the order of a sync. */
    default Band band() {
        return Band.APPLICATIONS;
    }

    /** The names of the components that must be ready before it, beyond what its references say. */
    default ImmutableSet<String> after() {
        return ImmutableSet.of();
    }

    /** What it gives to others, from its own settings alone. */
    default Offers offers() {
        return Offers.none();
    }

    /** What it wants of others, from its own settings alone. */
    default ImmutableSet<Ask> asks() {
        return ImmutableSet.of();
    }

    /** Its objects. A pure function: the same settings and the same cluster give the same objects. */
    Manifests manifests(ClusterView cluster);
}
