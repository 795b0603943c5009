package dev.hearth.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.graph.Reference.Part;
import dev.hearth.graph.Reference.Sort;
import dev.hearth.manifest.Identity;
import java.util.List;

/** The forms in which objects write a reference. */
final class ReferenceShapes {

    /** Reads one form at a place of an object. */
    @FunctionalInterface
    interface Shape {
        void read(Spot at, Sink sink);
    }

    /** Takes the references of one object. */
    interface Sink {

        /** The namespace of the object. */
        String namespace();

        /** The kind of the object. */
        String kind();

        void to(Spot name, Identity to, List<Part> parts, boolean optional);
    }

    private static final ImmutableSet<String> CLUSTER_KINDS = ImmutableSet.of(
            "ClusterIssuer",
            "ClusterRole",
            "ClusterSecretStore",
            "GatewayClass",
            "ClusterGenerator",
            "ClusterTrustBundle",
            "ClusterTriggerAuthentication");

    private ReferenceShapes() {}

    /** A text that is the name of an object in the same namespace. */
    static Shape named(String group, String kind) {
        return (at, sink) -> to(at, group, kind, sink.namespace(), List.of(), false, sink);
    }

    /** A text that is the name of an object without a namespace, or with one that is not known here. */
    static Shape anywhere(String group, String kind) {
        return (at, sink) -> to(at, group, kind, "", List.of(), false, sink);
    }

    /** A mapping with the name in that field; {@code namespace}, {@code key}, {@code items} and {@code optional} count. */
    static Shape object(String group, String kind, String nameField) {
        return (at, sink) -> to(
                at.get(nameField),
                group,
                kind,
                at.get("namespace").text(sink.namespace()),
                keys(at),
                at.get("optional").isTrue(),
                sink);
    }

    static Shape object(String group, String kind) {
        return object(group, kind, "name");
    }

    /** A mapping with {@code kind}, {@code name} and perhaps {@code namespace} and a group in one of its spellings. */
    static Shape typed(String group, String kind) {
        return (at, sink) -> {
            String actual = at.get("kind").text(kind);
            to(
                    at.get("name"),
                    group(at, actual.equals(kind) ? group : actual.equals("Service") ? "" : group),
                    actual,
                    CLUSTER_KINDS.contains(actual) ? "" : at.get("namespace").text(sink.namespace()),
                    List.of(),
                    at.get("optional").isTrue(),
                    sink);
        };
    }

    private static String group(Spot at, String otherwise) {
        if (at.get("group").present()) {
            return at.get("group").text();
        }
        if (at.get("apiGroup").present()) {
            return at.get("apiGroup").text(otherwise);
        }
        return at.get("apiVersion").present()
                ? Identity.groupOf(at.get("apiVersion").text())
                : otherwise;
    }

    /** As the routes of the Gateway API lead to a Service: {@code name}, {@code namespace}, {@code port}. */
    static Shape backend() {
        return (at, sink) -> to(
                at.get("name"),
                group(at, ""),
                at.get("kind").text("Service"),
                at.get("namespace").text(sink.namespace()),
                port(at.get("port")),
                false,
                sink);
    }

    /** As the backend of an Ingress leads to a Service of its namespace. */
    static Shape ingressBackend() {
        return (at, sink) -> {
            Spot port = at.get("port", "number").present() ? at.get("port", "number") : at.get("port", "name");
            // The load balancer controller of AWS has actions under this name, which are no ports.
            if (!port.text().equals("use-annotation")) {
                to(at.get("name"), "", "Service", sink.namespace(), port(port), false, sink);
            }
        };
    }

    /** As a webhook names its Service; the port is 443 unless it says another. */
    static Shape webhook() {
        return (at, sink) -> to(
                at.get("name"),
                "",
                "Service",
                at.get("namespace").text(sink.namespace()),
                at.get("port").present()
                        ? port(at.get("port"))
                        : ImmutableList.of(new Part(Sort.PORT, "443", at.path())),
                false,
                sink);
    }

    /** The name of a Secret that holds a certificate. */
    static Shape certificate() {
        return (at, sink) -> {
            List<Part> pair = ImmutableList.of(
                    new Part(Sort.KEY, "tls.crt", at.path()), new Part(Sort.KEY, "tls.key", at.path()));
            to(at, "", "Secret", sink.namespace(), pair, false, sink);
        };
    }

    /** A mapping that names a Secret with a certificate, perhaps of another namespace. */
    static Shape certificateObject() {
        return (at, sink) -> {
            if (at.get("kind").text("Secret").equals("Secret")) {
                List<Part> pair = ImmutableList.of(
                        new Part(Sort.KEY, "tls.crt", at.path()), new Part(Sort.KEY, "tls.key", at.path()));
                to(at.get("name"), "", "Secret", at.get("namespace").text(sink.namespace()), pair, false, sink);
            }
        };
    }

    /** Told of every Secret that is named anywhere below in a field whose name ends in SecretRef. */
    static Shape deepSecrets() {
        return ReferenceShapes::deep;
    }

    private static void deep(Spot at, Sink sink) {
        for (Spot field : at.fields()) {
            String name = field.name();
            boolean secret = name.endsWith("ecretRef") || name.equals("secretKeyRef");
            // cert-manager makes the Secret with the key of an account itself.
            if (secret && !name.equals("privateKeySecretRef")) {
                to(
                        field.get("name"),
                        "",
                        "Secret",
                        // A store of the whole cluster may leave the namespace to those who use it.
                        field.get("namespace").text(sink.namespace()),
                        keys(field),
                        field.get("optional").isTrue(),
                        sink);
            }
            deep(field, sink);
        }
        at.items().forEach(item -> deep(item, sink));
    }

    /** The keys that a mapping asks for: {@code key}, or the {@code key} of each of its {@code items}. */
    static List<Part> keys(Spot at) {
        ImmutableList.Builder<Part> keys = ImmutableList.builder();
        key(at.get("key"), keys);
        at.get("items").items().forEach(item -> key(item.get("key"), keys));
        return keys.build();
    }

    private static void key(Spot at, ImmutableList.Builder<Part> keys) {
        if (!at.text().isEmpty()) {
            keys.add(new Part(Sort.KEY, at.text(), at.path()));
        }
    }

    static List<Part> port(Spot at) {
        return at.text().isEmpty() ? List.of() : ImmutableList.of(new Part(Sort.PORT, at.text(), at.path()));
    }

    static void to(
            Spot name, String group, String kind, String namespace, List<Part> parts, boolean optional, Sink sink) {
        if (!name.text().isEmpty()) {
            sink.to(name, new Identity(group, kind, namespace, name.text()), parts, optional);
        }
    }
}
