package dev.hearth.checks.validation;

import com.google.common.base.Utf8;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the API server asks of the metadata of every object, whatever its kind, and of that of templates.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/">ObjectMeta</a>
 */
final class Metadata {

    private static final int MOST_ANNOTATIONS = 256 * 1024;
    private static final int LONGEST_MANAGER = 128;
    private static final int LONGEST_SUBRESOURCE = 256;
    private static final ImmutableSet<String> OPERATIONS = ImmutableSet.of("Apply", "Update");

    private static final ImmutableSet<String> FINALIZERS =
            ImmutableSet.of("kubernetes", "orphan", "foregroundDeletion");

    /** Groups where a finalizer needs a prefix, which custom resources and some of Kubernetes' own groups let be. */
    private static final ImmutableSet<String> QUALIFIED = ImmutableSet.of(
            "",
            "apps",
            "autoscaling",
            "batch",
            "certificates.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "networking.k8s.io",
            "rbac.authorization.k8s.io",
            "resource.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io");

    /** Kinds whose names have another form than that of most, which is a DNS subdomain. */
    private static final ImmutableMap<String, Function<String, Optional<String>>> FORMS =
            ImmutableMap.<String, Function<String, Optional<String>>>builder()
                    .put("/Event", Syntax::pathSegment)
                    .put("/Namespace", Syntax::label)
                    .put("/Service", Syntax::service)
                    .put("apiregistration.k8s.io/APIService", Syntax::pathSegment)
                    .put("apps/StatefulSet", Syntax::label)
                    .put("certificates.k8s.io/CertificateSigningRequest", Syntax::pathSegment)
                    .put("certificates.k8s.io/ClusterTrustBundle", Syntax::pathSegment)
                    .put("coordination.k8s.io/LeaseCandidate", Syntax::dataKey)
                    .put("networking.k8s.io/IPAddress", Addresses::canonicalIp)
                    .put("policy/PodDisruptionBudget", Syntax::pathSegment)
                    .put("rbac.authorization.k8s.io/ClusterRole", Syntax::pathSegment)
                    .put("rbac.authorization.k8s.io/ClusterRoleBinding", Syntax::pathSegment)
                    .put("rbac.authorization.k8s.io/Role", Syntax::pathSegment)
                    .put("rbac.authorization.k8s.io/RoleBinding", Syntax::pathSegment)
                    .buildOrThrow();

    /** Kinds of which the API server looks at the whole name alone, and that is made later. */
    private static final ImmutableSet<String> ANY_PREFIX =
            ImmutableSet.of("/ReplicationController", "resource.k8s.io/DeviceClass");

    private Metadata() {}

    /**
     * Tells every fault of the metadata of an object. A namespace that is not there is the one of the request.
     *
     * @param kind group and kind, {@code apps/Deployment} or {@code /Pod}
     */
    static void validate(Field object, String kind, boolean namespaced, Faults faults) {
        Field metadata = object.get("metadata");
        Function<String, Optional<String>> form = FORMS.getOrDefault(kind, Syntax::subdomain);
        Field name = metadata.get("name");
        Field prefix = metadata.get("generateName");
        faults.optionalForm(prefix, ANY_PREFIX.contains(kind) ? Syntax::pathSegment : Syntax.beginning(form));
        if (!name.empty()) {
            faults.form(name, form);
        } else if (prefix.empty()) {
            faults.required(name);
        }
        if (namespaced) {
            faults.optionalForm(metadata.get("namespace"), Syntax::label);
        }
        faults.atLeast(metadata.get("generation"), 0);
        labelled(metadata, faults);
        owners(metadata.get("ownerReferences"), faults);
        finalizers(metadata.get("finalizers"), faults);
        if (QUALIFIED.contains(kind.substring(0, kind.indexOf('/'))) && !kind.equals("/Event")) {
            standard(metadata.get("finalizers"), faults);
        }
        metadata.get("managedFields").items().forEach(entry -> manager(entry, faults));
    }

    /** Tells every fault of the labels and annotations of an object or a template. */
    static void labelled(Field metadata, Faults faults) {
        labels(metadata.get("labels"), faults);
        annotations(metadata.get("annotations"), faults);
    }

    /**
     * Tells every fault of the labels and annotations of the template of a pod; the API server leaves the metadata out of
     * their paths.
     */
    static void ofPodTemplate(Field template, Faults faults) {
        labels(template.get("metadata", "labels"), template.get("labels"), faults);
        annotations(template.get("metadata", "annotations"), template.get("annotations"), faults);
    }

    /** Tells every fault of labels, or of a selector that is a mapping of them. */
    static void labels(Field labels, Faults faults) {
        labels(labels, labels, faults);
    }

    private static void labels(Field labels, Field at, Faults faults) {
        for (Field label : labels.fields()) {
            faults.form(at, label.name(), Syntax::labelKey);
            faults.form(at, label.textOrEmpty(), Syntax::labelValue);
        }
    }

    /** Tells every fault of annotations. */
    static void annotations(Field annotations, Faults faults) {
        annotations(annotations, annotations, faults);
    }

    private static void annotations(Field annotations, Field at, Faults faults) {
        long size = 0;
        for (Field annotation : annotations.fields()) {
            faults.form(at, annotation.name(), Syntax::annotationKey);
            size += (long) Utf8.encodedLength(annotation.name()) + Utf8.encodedLength(annotation.textOrEmpty());
        }
        if (size > MOST_ANNOTATIONS) {
            faults.tooLong(at, MOST_ANNOTATIONS);
        }
    }

    /** Tells what cannot be read in labels and annotations, for an object whose kind is not known. */
    static void readable(Field metadata, Faults faults) {
        for (Field map : new Field[] {metadata.get("labels"), metadata.get("annotations")}) {
            for (Field entry : map.fields()) {
                if (entry.present() && entry.text().isEmpty()) {
                    faults.type(entry, "must be a text; write it in quotes");
                }
            }
        }
    }

    private static void owners(Field owners, Faults faults) {
        int controllers = 0;
        for (Field owner : owners.items()) {
            owner(owners, owner, faults);
            controllers += owner.get("controller").isTrue() ? 1 : 0;
        }
        if (controllers > 1) {
            faults.invalid(owners, "must have at most one controller");
        }
    }

    /** The API server leaves the index out of these paths. */
    private static void owner(Field owners, Field owner, Faults faults) {
        String version = owner.get("apiVersion").textOrEmpty();
        if (version.isEmpty() || version.endsWith("/")) {
            faults.invalid(owners.get("apiVersion"), "must have a version");
        }
        for (String field : new String[] {"kind", "name", "uid"}) {
            if (owner.get(field).empty()) {
                faults.invalid(owners.get(field), "must not be empty");
            }
        }
        if (version.equals("v1") && owner.get("kind").textOrEmpty().equals("Event")) {
            faults.invalid(owners, "must not name an Event");
        }
    }

    private static void finalizers(Field finalizers, Faults faults) {
        for (Field finalizer : finalizers.items()) {
            faults.form(finalizers, finalizer.textOrEmpty(), Syntax::labelKey);
        }
        if (finalizers.texts().contains("orphan") && finalizers.texts().contains("foregroundDeletion")) {
            faults.invalid(finalizers, "must not have both orphan and foregroundDeletion");
        }
    }

    private static void standard(Field finalizers, Faults faults) {
        for (Field finalizer : finalizers.items()) {
            String name = finalizer.textOrEmpty();
            if (name.indexOf('/') < 0 && !FINALIZERS.contains(name)) {
                faults.invalid(finalizer, "must be one of Kubernetes' own or have a DNS name and '/' before it");
            }
        }
    }

    private static void manager(Field entry, Faults faults) {
        if (!OPERATIONS.contains(entry.get("operation").textOrEmpty())) {
            faults.invalid(entry.get("operation"), "must be Apply or Update");
        }
        Field type = entry.get("fieldsType");
        if (!type.empty() && !type.textOrEmpty().equals("FieldsV1")) {
            faults.invalid(type, "must be FieldsV1");
        }
        faults.atMostBytes(entry.get("manager"), LONGEST_MANAGER);
        faults.atMostBytes(entry.get("subresource"), LONGEST_SUBRESOURCE);
    }
}
