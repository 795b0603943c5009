package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import dev.hearth.graph.Reference.Part;
import dev.hearth.graph.Reference.Sort;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what one object refers to. */
final class ReferenceSearch implements ReferenceShapes.Sink {

    private static final String CERTS = "cert-manager.io";

    private final Manifest object;
    private final ImmutableList.Builder<Reference> found = ImmutableList.builder();

    private ReferenceSearch(Manifest object) {
        this.object = object;
    }

    static ImmutableList<Reference> in(Manifest object) {
        ReferenceSearch search = new ReferenceSearch(object);
        Spot root = Spot.of(object);
        ReferenceTable.of(object)
                .forEach(row -> root.each(row.pattern(), at -> row.shape().read(at, search)));
        PodTemplates.of(object).ifPresent(template -> search.pod(template.get("spec")));
        search.annotations(root.get("metadata", "annotations"));
        return search.found.build();
    }

    @Override
    public String namespace() {
        return object.identity().namespace();
    }

    @Override
    public String kind() {
        return object.kind();
    }

    @Override
    public void to(Spot name, Identity to, List<Part> parts, boolean optional) {
        found.add(new Reference(object, name.path(), to, ImmutableList.copyOf(parts), optional));
    }

    private void pod(Spot spec) {
        ReferenceTable.pod()
                .forEach(row -> spec.each(row.pattern(), at -> row.shape().read(at, this)));
        if (!spec.get("serviceAccountName").present()) {
            ReferenceShapes.named("", "ServiceAccount").read(spec.get("serviceAccount"), this);
        }
        Map<String, ImmutableList.Builder<Part>> subPaths = subPaths(spec);
        Set<String> claims = claims();
        for (Spot volume : spec.get("volumes").items()) {
            String name = volume.get("name").text();
            if (!claims.contains(name)) {
                ReferenceShapes.named("", "PersistentVolumeClaim")
                        .read(volume.get("persistentVolumeClaim", "claimName"), this);
            }
            volume(volume.get("configMap"), "ConfigMap", "name", name, subPaths);
            volume(volume.get("secret"), "Secret", "secretName", name, subPaths);
        }
    }

    /** A StatefulSet puts its own claims in the place of volumes that have the name of a template. */
    private Set<String> claims() {
        Set<String> claims = new HashSet<>();
        Spot.of(object)
                .get("spec", "volumeClaimTemplates")
                .items()
                .forEach(template -> claims.add(template.get("metadata", "name").text()));
        return claims;
    }

    private void volume(
            Spot source,
            String kind,
            String nameField,
            String volume,
            Map<String, ImmutableList.Builder<Part>> subPaths) {
        List<Part> keys = ReferenceShapes.keys(source);
        if (keys.isEmpty() && subPaths.containsKey(volume)) {
            keys = subPaths.get(volume).build();
        }
        ReferenceShapes.to(
                source.get(nameField),
                "",
                kind,
                namespace(),
                keys,
                source.get("optional").isTrue(),
                this);
    }

    /** What is mounted of a volume by {@code subPath} has to be there: the kubelet makes an empty folder otherwise. */
    private static Map<String, ImmutableList.Builder<Part>> subPaths(Spot spec) {
        Map<String, ImmutableList.Builder<Part>> keys = new HashMap<>();
        for (String sort : new String[] {"initContainers", "containers"}) {
            for (Spot container : spec.get(sort).items()) {
                for (Spot mount : container.get("volumeMounts").items()) {
                    Spot subPath = mount.get("subPath");
                    if (!subPath.text().isEmpty() && !subPath.text().contains("/")) {
                        keys.computeIfAbsent(mount.get("name").text(), volume -> ImmutableList.builder())
                                .add(new Part(Sort.KEY, subPath.text(), subPath.path()));
                    }
                }
            }
        }
        return keys;
    }

    private void annotations(Spot annotations) {
        if (!annotations.present()) {
            return;
        }
        boolean ingress = object.kind().equals("Ingress");
        if (ingress || object.kind().equals("Gateway")) {
            issuer(annotations);
        }
        if (ingress) {
            for (String name : new String[] {"auth-secret", "auth-tls-secret", "proxy-ssl-secret"}) {
                qualified(annotations.get("nginx.ingress.kubernetes.io/" + name));
            }
        }
    }

    private void issuer(Spot annotations) {
        ReferenceShapes.anywhere(CERTS, "ClusterIssuer").read(annotations.get(CERTS + "/cluster-issuer"), this);
        String group = annotations.get(CERTS + "/issuer-group").text(CERTS);
        String kind = annotations.get(CERTS + "/issuer-kind").text("Issuer");
        ReferenceShapes.named(group, kind).read(annotations.get(CERTS + "/issuer"), this);
    }

    /** A Secret written as {@code namespace/name}, or by its name alone. */
    private void qualified(Spot at) {
        int slash = at.text().indexOf('/');
        if (!at.text().isEmpty()) {
            String namespace = slash < 0 ? namespace() : at.text().substring(0, slash);
            to(at, new Identity("", "Secret", namespace, at.text().substring(slash + 1)), List.of(), false);
        }
    }
}
