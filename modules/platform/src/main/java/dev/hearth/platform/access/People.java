package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Band;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.node.NodeSetting;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What people may do with {@code kubectl}, by the groups that the identity provider says: the same groups that applications
 * go by.
 *
 * <pre>{@code
 * People.of(Groups.admins("admins").editors("developers").viewers("family"), dex.publicClient("kubernetes"))
 *     .in("coder", "shop")
 * }</pre>
 *
 * <p>Admins may do everything. Editors may change what runs in the namespaces of the components that are named here, and viewers
 * may look at it; without one, viewers look at all namespaces, and editors at no more. Nobody but admins reads Secrets that
 * way, except where editors may.
 *
 * <p>The API server has to be told of the provider, on the nodes, by {@link #apiServerFlags}; it opens the issuer's public address
 * itself, so the nodes have to find its name. Until then the bindings mean nobody.
 *
 * @param name its name
 * @param groups the groups
 * @param client the client that {@code kubectl} is for the provider
 * @param components the components in whose namespaces editors and viewers may do something; empty: viewers look at all
 * @param authority the path on the nodes of the certificates that the provider's is checked against; empty for the public ones
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles">User-facing roles</a>
 */
public record People(
        String name, Groups groups, PublicOidcClient client, ImmutableSortedSet<String> components, String authority)
        implements Component {

    /** Before the name of a group, so that none can be one of Kubernetes' own, such as {@code system:masters}. */
    private static final String PREFIX = "oidc:";

    private static final String ROLES = "rbac.authorization.k8s.io";

    public People {
        Names.label("component name", name);
        requireNonNull(groups, "groups");
        requireNonNull(client, "client");
        components.forEach(component -> Names.label("component name", component));
        if (!authority.isEmpty() && !authority.startsWith("/")) {
            throw new IllegalArgumentException("a file of a node has a full path, but was '" + authority + "'");
        }
    }

    /** People of those groups; viewers look at all namespaces. */
    public static People of(Groups groups, PublicOidcClient kubectl) {
        return new People("people", groups, kubectl, ImmutableSortedSet.of(), "");
    }

    /** A copy whose editors and viewers may do something in the namespaces of those components too, and nowhere else. */
    public People in(String... more) {
        return new People(
                name,
                groups,
                client,
                ImmutableSortedSet.<String>naturalOrder()
                        .addAll(components)
                        .add(more)
                        .build(),
                authority);
    }

    /** A copy whose API server checks the provider's certificate against those in that file of its node. */
    public People authority(String path) {
        return new People(name, groups, client, components, path);
    }

    @Override
    public Band band() {
        return Band.OPERATORS;
    }

    @Override
    public ImmutableSet<Ask> asks() {
        // Where the plugin kubelogin listens, or else.
        return client.asking(Value.of("http://localhost:8000"), Value.of("http://localhost:18000"));
    }

    /** Flags of the API server, without dashes, by which it takes what the provider says. */
    public ImmutableSortedMap<String, Value> apiServerFlags() {
        ImmutableSortedMap.Builder<String, Value> flags = ImmutableSortedMap.naturalOrder();
        flags.put("oidc-issuer-url", client.issuer());
        flags.put("oidc-client-id", Value.of(client.id()));
        flags.put("oidc-username-claim", Value.of("email"));
        flags.put("oidc-username-prefix", Value.of(PREFIX));
        flags.put("oidc-groups-claim", Value.of("groups"));
        flags.put("oidc-groups-prefix", Value.of(PREFIX));
        if (!authority.isEmpty()) {
            flags.put("oidc-ca-file", Value.of(authority));
        }
        return flags.buildOrThrow();
    }

    @Override
    public Manifests manifests(ClusterView cluster) {
        List<Part> parts = new ArrayList<>();
        parts.add(this::bind);
        apiServerFlags()
                .forEach((flag, value) -> parts.add(NodeSetting.apiServer(
                        flag, value, "people log in at the identity provider, and are known by its groups")));
        return Manifests.of(parts);
    }

    private void bind(Scope scope) {
        everywhere(scope, "admins", "cluster-admin", groups.admins());
        scope.exempt(new Exemption(
                "least privilege",
                "ClusterRoleBinding " + name + "-admins",
                "people of the groups " + groups.admins() + " run the cluster; what nobody may do, nobody can repair"));
        if (components.isEmpty()) {
            ImmutableSortedSet<String> all = ImmutableSortedSet.<String>naturalOrder()
                    .addAll(groups.viewers())
                    .addAll(groups.editors())
                    .build();
            everywhere(scope, "viewers", "view", all);
        }
        for (String namespace : namespaces(scope)) {
            within(scope, namespace, "editors", "edit", groups.editors());
            within(scope, namespace, "viewers", "view", groups.viewers());
        }
    }

    private ImmutableSortedSet<String> namespaces(Scope scope) {
        ImmutableSortedSet.Builder<String> all = ImmutableSortedSet.naturalOrder();
        for (String component : components) {
            scope.cluster()
                    .namespaceOf(component)
                    .ifPresentOrElse(
                            all::add,
                            () -> scope.finding(Finding.error(
                                            "link.component",
                                            "component " + name,
                                            "lets people into the namespace of component '" + component
                                                    + "', but the cluster has none of that name; it has "
                                                    + scope.cluster().components())
                                    .hint("name one of those")));
        }
        return all.build();
    }

    private void everywhere(Scope scope, String who, String role, Collection<String> members) {
        if (!members.isEmpty()) {
            scope.manifest(binding(scope, "ClusterRoleBinding", Map.of("name", name + "-" + who), role, members));
        }
    }

    private void within(Scope scope, String namespace, String who, String role, Collection<String> members) {
        if (!members.isEmpty()) {
            scope.manifest(binding(
                    scope, "RoleBinding", Map.of("name", name + "-" + who, "namespace", namespace), role, members));
        }
    }

    private static Manifest binding(
            Scope scope, String kind, Map<String, String> metadata, String role, Collection<String> members) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", ROLES + "/v1")
                .put("kind", kind)
                .put(
                        "metadata",
                        Mapping.texts(metadata)
                                .with(
                                        "labels",
                                        Mapping.texts(Map.of(
                                                "app.kubernetes.io/managed-by",
                                                "hearth",
                                                "app.kubernetes.io/part-of",
                                                scope.component()))))
                .put("roleRef", Mapping.texts(Map.of("apiGroup", ROLES, "kind", "ClusterRole", "name", role)))
                .put(
                        "subjects",
                        Sequence.of(members.stream()
                                .map(member -> (Node) Mapping.texts(
                                        Map.of("apiGroup", ROLES, "kind", "Group", "name", PREFIX + member)))
                                .toList()))
                .build());
    }
}
