package dev.hearth.checks.hold;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.stream.Collectors;

/** What one cluster allows and another does not, so that only the cluster itself can say it. */
public final class Bounds {

    /** {@code image.allowed}: every image comes from a registry, or a folder of one, that the cluster allows. */
    public static final String REGISTRY = "image.allowed";

    /** {@code net.exposed}: only the Services of the tree are reached from outside of the cluster. */
    public static final String EXPOSED = "net.exposed";

    /** {@code route.host}: every host of an Ingress lies below one of the cluster's domains. */
    public static final String OUTSIDE = "route.host";

    /** {@code route.clear}: every host of an Ingress has TLS. */
    public static final String CLEAR = "route.clear";

    private static final String HUB = "docker.io";

    private Bounds() {}

    /** That images come from those registries, or folders of registries. */
    public static Held registries(Collection<String> registries) {
        Items containers = Items.of(
                "container",
                Term.pod().get("initContainers"),
                Term.pod().get("containers"),
                Term.pod().get("ephemeralContainers"));
        Term image = Term.of("container").get("image");
        String allowed = registries.stream().sorted().map(Bounds::inRegistry).collect(Collectors.joining("|"));
        return Held.of(
                REGISTRY,
                Target.PODS,
                containers.any(image.matches(allowed).not().or(image.matches("localhost/.*"))));
    }

    /** The names of images of a registry; one without a host is of Docker Hub, and localhost is a host of each node. */
    private static String inRegistry(String registry) {
        String plain = Spared.plain(registry);
        if (registry.equals(HUB)) {
            return "(?:index\\.)?" + plain + "/.+|[^/]+|[^/.:]+/.+";
        }
        String folder = registry.startsWith(HUB + "/")
                ? "(?:(?:index\\.)?docker\\.io/)?" + Spared.plain(registry.substring(HUB.length() + 1))
                : plain;
        return folder + "/.+";
    }

    /** That no Service but those of the tree opens ports of nodes, or has addresses outside. */
    public static Held exposed() {
        Term spec = Term.object().get("spec");
        return Held.declaring(
                EXPOSED,
                Target.SERVICES,
                spec.get("type")
                        .isIn(ImmutableSet.of("LoadBalancer", "NodePort"))
                        .or(spec.get("externalIPs").isEmpty().not()));
    }

    /** That Ingresses answer hosts of those domains alone; one without a host answers all. */
    public static Held domains(Collection<String> domains) {
        ImmutableSet<String> own = domains.stream().sorted().map(Spared::plain).collect(toImmutableSet());
        return Held.declaring(
                OUTSIDE,
                Target.INGRESSES,
                rules().any(Term.of("rule")
                                .get("host")
                                .matches("(?:.+\\.)?(?:" + String.join("|", own) + ")")
                                .not())
                        .or(Term.object().get("spec", "defaultBackend").present()));
    }

    /**
     * That each host of an Ingress stands under its {@code tls}. A minion of F5's controller has none: its master has it.
     */
    public static Held encrypted() {
        Condition minion = Term.object()
                .get("metadata", "annotations", "nginx.org/mergeable-ingress-type")
                .is("minion");
        Condition covered = Items.of("tls", Term.object().get("spec", "tls"))
                .any(Term.of("tls").get("hosts").containsSameAs(Term.of("rule").get("host")));
        return Held.declaring(CLEAR, Target.INGRESSES, minion.not().and(rules().any(covered.not())));
    }

    private static Items rules() {
        return Items.of("rule", Term.object().get("spec", "rules"));
    }
}
