package dev.hearth.checks.alerting;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The claims of a tree, and which of them lie on paths of a node. */
final class VolumeClaims {

    /**
     * Who makes volumes of sort {@code hostPath} alone.
     *
     * @see <a href="https://github.com/canonical/hostpath-provisioner">The one of MicroK8s</a>
     * @see <a href="https://github.com/kubernetes/minikube/blob/master/pkg/storage/storage_provisioner.go">The one of minikube</a>
     */
    private static final ImmutableSet<String> HOST_PATHS =
            ImmutableSet.of("microk8s.io/hostpath", "k8s.io/minikube-hostpath", "docker.io/hostpath");

    /** Makes them too, unless an annotation says otherwise. */
    private static final String LOCAL_PATH = "rancher.io/local-path";

    private static final String BY_HAND = "kubernetes.io/no-provisioner";

    /** The class that MicroK8s brings itself. */
    private static final String OF_MICROK8S = "microk8s-hostpath";

    private static final String CLASS = "storageClassName";

    /** Numbers of a StatefulSet beyond which no more claims are told apart. */
    private static final long MOST = 20;

    private final Context context;

    VolumeClaims(Context context) {
        this.context = context;
    }

    /**
     * A claim.
     *
     * @param namespace its namespace; empty where none is known
     * @param name its name; empty where none is known
     * @param certain whether it is there for certain
     * @param hostPath whether its volume is a path of a node for certain
     */
    record Claim(String namespace, String name, boolean certain, boolean hostPath) {

        /** Whether that selector may mean it. */
        boolean meantBy(Query.Selector selector) {
            return passes(selector, "namespace", namespace) && passes(selector, "persistentvolumeclaim", name);
        }

        private static boolean passes(Query.Selector selector, String label, String value) {
            return value.isEmpty() || selector.of(label).allMatch(matcher -> matcher.matches(value));
        }
    }

    /** All of them. */
    ImmutableList<Claim> all() {
        ImmutableList.Builder<Claim> all = ImmutableList.builder();
        for (Manifest object : context.objects()) {
            all.addAll(of(object));
        }
        return all.build();
    }

    private List<Claim> of(Manifest object) {
        String namespace = object.identity().namespace();
        Optional<PodTemplate> pod = PodTemplate.of(object);
        if (object.kind().equals("PersistentVolumeClaim")
                && object.identity().group().isEmpty()) {
            return List.of(claim(namespace, object.name(), Field.of(object)));
        }
        if (pod.isPresent()) {
            List<Claim> claims = new ArrayList<>(set(object));
            for (Field volume :
                    Field.of(object).at(pod.get().specPath()).get("volumes").items()) {
                Field template = volume.get("ephemeral").get("volumeClaimTemplate");
                if (template.present()) {
                    claims.add(claim(namespace, "", template));
                }
            }
            return claims;
        }
        return foreign(object) ? resources(namespace, Field.of(object).get("spec")) : List.of();
    }

    private List<Claim> set(Manifest set) {
        long replicas = Field.of(set).get("spec").get("replicas").number().orElse(1L);
        List<Claim> claims = new ArrayList<>();
        for (Field template :
                Field.of(set).get("spec").get("volumeClaimTemplates").items()) {
            String name = template.get("metadata").get("name").textOrEmpty() + "-" + set.name() + "-";
            for (long number = 0; number < Math.min(MOST, replicas); number++) {
                claims.add(claim(set.identity().namespace(), name + number, template));
            }
        }
        return claims;
    }

    private Claim claim(String namespace, String name, Field claim) {
        return new Claim(namespace, name, true, hostPath(claim));
    }

    /** Kinds of others, whose programs may make claims. */
    private static boolean foreign(Manifest object) {
        String group = object.identity().group();
        return group.contains(".") && (!group.endsWith(".k8s.io") || group.endsWith(".x-k8s.io"));
    }

    /** The claims that a program may make of a custom resource, by the words that such resources have for it. */
    private List<Claim> resources(String namespace, Field spec) {
        List<Claim> claims = new ArrayList<>();
        spec.below().stream()
                .filter(field -> field.name().equals(CLASS) || field.name().equals("storageClass"))
                .flatMap(field -> field.text().stream())
                .forEach(name -> claims.add(new Claim(namespace, "", true, classed(name, Optional.empty()))));
        boolean unclear = spec.below().stream()
                .anyMatch(field -> field.name()
                        .matches("storage|volumeClaimTemplates?|persistence|persistentVolumeClaim.*|.*[vV]olumeSize"));
        if (claims.isEmpty() && unclear) {
            claims.add(new Claim(
                    namespace,
                    "",
                    false,
                    usual().filter(name -> classed(name, Optional.empty())).isPresent()));
        }
        return claims;
    }

    /** Whether the volume of that claim is a path of a node for certain. */
    private boolean hostPath(Field claim) {
        Field spec = claim.get("spec");
        Optional<String> sort =
                claim.get("metadata").get("annotations").get("volumeType").text();
        Field volume = spec.get("volumeName");
        if (!volume.empty()) {
            return context.graph()
                    .find("", "PersistentVolume", "", volume.textOrEmpty())
                    .filter(VolumeClaims::path)
                    .isPresent();
        }
        Field named = spec.get(CLASS);
        return (named.present() ? named.text() : usual())
                .filter(name -> classed(name, sort))
                .isPresent();
    }

    /** The class of claims that name none; nothing where nobody tells, or more than one does. */
    private Optional<String> usual() {
        List<String> names = context.graph().known("storage.k8s.io", "StorageClass").stream()
                .filter(one -> "true".equals(one.annotations().get("storageclass.kubernetes.io/is-default-class")))
                .map(Manifest::name)
                .toList();
        return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }

    private boolean classed(String name, Optional<String> sort) {
        Optional<Manifest> found = context.graph().find("storage.k8s.io", "StorageClass", "", name);
        String provisioner =
                found.flatMap(one -> one.root().text("provisioner")).orElse("");
        if (provisioner.equals(LOCAL_PATH)) {
            String annotated = found.map(one -> one.annotations().getOrDefault("defaultVolumeType", ""))
                    .filter(text -> !text.isEmpty())
                    .orElse("hostPath");
            return Ascii.equalsIgnoreCase(sort.orElse(annotated), "hostPath");
        }
        if (provisioner.isEmpty() && name.equals(OF_MICROK8S)) {
            return true;
        }
        return HOST_PATHS.contains(provisioner)
                || ((provisioner.isEmpty() || provisioner.equals(BY_HAND)) && byHand(name));
    }

    /** Whether the volumes of that class that somebody wrote are paths of a node. */
    private boolean byHand(String name) {
        List<Manifest> volumes = context.graph().known("", "PersistentVolume").stream()
                .filter(volume -> volume.spec().text(CLASS).orElse("").equals(name))
                .toList();
        return !volumes.isEmpty() && volumes.stream().allMatch(VolumeClaims::path);
    }

    private static boolean path(Manifest volume) {
        return volume.spec().has("hostPath");
    }
}
