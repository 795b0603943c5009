package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.PodTemplate;
import dev.hearth.checks.rule.Rule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.FieldPath;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.KindScopes;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Text;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * {@code name.invalid}: the API server takes every name: of objects and namespaces, in labels, selectors and
 * annotations, of keys of ConfigMaps and Secrets, and of the containers, ports and volumes of pods.
 */
final class ValidNames implements Rule {

    private static final String ID = "name.invalid";

    /** Kinds whose names only have to fit in a path of the API, and those with a form of their own. */
    private static final ImmutableSet<String> PATH_SEGMENTS = ImmutableSet.of(
            "certificates.k8s.io/ClusterTrustBundle",
            "networking.k8s.io/IPAddress",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "rbac.authorization.k8s.io/Role",
            "rbac.authorization.k8s.io/RoleBinding");

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Context context, Consumer<Finding> findings) {
        ImmutableList<Manifest> objects = context.objects();
        KindScopes kinds = KindScopes.of(objects.stream());
        objects.forEach(object -> new Checked(object, kinds, findings).all());
    }

    private static Function<String, Optional<String>> syntaxOf(Identity identity) {
        String kind = identity.group() + "/" + identity.kind();
        if (PATH_SEGMENTS.contains(kind)) {
            return Syntax::pathSegment;
        }
        return switch (kind) {
            case "/Namespace" -> Syntax::label;
            case "/Service" -> Syntax::service;
            default -> Syntax::subdomain;
        };
    }

    /** One object. */
    private record Checked(Manifest object, KindScopes kinds, Consumer<Finding> findings) {

        private static final FieldPath METADATA = FieldPath.of("metadata");
        private static final FieldPath SPEC = FieldPath.of("spec");
        private static final int LONGEST_CRON_JOB = 52;
        private static final int MOST_ANNOTATIONS = 256 * 1024;

        void all() {
            identity();
            metadata(METADATA, object.root().mapping("metadata"));
            labels(
                    SPEC.field("selector").field("matchLabels"),
                    object.spec().mapping("selector").mapping("matchLabels"));
            String kind = object.identity().group() + "/" + object.kind();
            switch (kind) {
                case "/ConfigMap" -> {
                    keys("data");
                    keys("binaryData");
                }
                case "/Secret" -> {
                    keys("data");
                    keys("stringData");
                }
                case "/Service" -> service();
                default -> PodTemplate.of(object).ifPresent(this::pod);
            }
        }

        private void identity() {
            Identity identity = object.identity();
            check("name", METADATA.field("name"), identity.name(), syntaxOf(identity));
            if (identity.group().equals("batch")
                    && identity.kind().equals("CronJob")
                    && identity.name().length() > LONGEST_CRON_JOB) {
                fault(
                        METADATA.field("name"),
                        "the name of a CronJob has at most " + LONGEST_CRON_JOB
                                + " characters, because its Jobs get longer ones");
            }
            object.namespace().ifPresent(namespace -> {
                check("namespace", METADATA.field("namespace"), namespace, Syntax::label);
                if (kinds.clusterScoped(object)) {
                    fault(METADATA.field("namespace"), "a " + identity.kind() + " belongs to no namespace");
                }
            });
        }

        private void metadata(FieldPath path, Mapping metadata) {
            labels(path.field("labels"), metadata.mapping("labels"));
            FieldPath annotations = path.field("annotations");
            long size = 0;
            for (var entry : metadata.mapping("annotations").fields().entrySet()) {
                check("annotation key", annotations, entry.getKey(), Syntax::annotationKey);
                size += entry.getKey().length()
                        + text(annotations, entry.getKey(), entry.getValue()).length();
            }
            if (size > MOST_ANNOTATIONS) {
                fault(
                        annotations,
                        "annotations have at most " + MOST_ANNOTATIONS + " bytes together, but these have " + size);
            }
        }

        private void labels(FieldPath path, Mapping labels) {
            labels.fields().forEach((key, value) -> {
                check("label key", path, key, Syntax::labelKey);
                check("label value", path.field(key), text(path, key, value), Syntax::labelValue);
            });
        }

        private String text(FieldPath path, String key, Node value) {
            if (value instanceof Text text) {
                return text.value();
            }
            fault(path.field(key), "the value must be a text; write it in quotes");
            return "";
        }

        private void keys(String field) {
            object.root()
                    .mapping(field)
                    .fields()
                    .keySet()
                    .forEach(key -> check("key", FieldPath.of(field), key, Syntax::dataKey));
        }

        private void service() {
            labels(SPEC.field("selector"), object.spec().mapping("selector"));
            named(object.spec(), SPEC, "ports", "port name", Syntax::label);
        }

        private void pod(PodTemplate pod) {
            if (!pod.path().steps().isEmpty()) {
                metadata(pod.path().field("metadata"), pod.metadata());
            }
            labels(pod.specPath().field("nodeSelector"), pod.spec().mapping("nodeSelector"));
            named(pod.spec(), pod.specPath(), "volumes", "volume name", Syntax::label);
            Set<String> names = new HashSet<>();
            pod.containers((path, container) -> {
                name(path, container, "container name", Syntax::label, names);
                named(container, path, "ports", "port name", Syntax::portName);
            });
        }

        private void named(
                Mapping from, FieldPath path, String list, String what, Function<String, Optional<String>> syntax) {
            Set<String> names = new HashSet<>();
            PodTemplate.items(from, path, list, (at, item) -> name(at, item, what, syntax, names));
        }

        private void name(
                FieldPath path,
                Mapping item,
                String what,
                Function<String, Optional<String>> syntax,
                Set<String> names) {
            item.text("name").ifPresent(name -> {
                check(what, path.field("name"), name, syntax);
                if (!names.add(name)) {
                    fault(path.field("name"), what + " '" + name + "' is there twice");
                }
            });
        }

        private void check(String what, FieldPath path, String name, Function<String, Optional<String>> syntax) {
            syntax.apply(name).ifPresent(rule -> fault(path, what + " '" + name + "' " + rule));
        }

        private void fault(FieldPath path, String message) {
            findings.accept(Finding.error(ID, object.identity(), message)
                    .at(path)
                    .hint("correct it where "
                            + object.owner().map(owner -> "component " + owner).orElse("the object")
                            + " is described"));
        }
    }
}
