package dev.hearth.importer;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import dev.hearth.manifest.Text;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells Kubernetes objects from all the other things that people write in YAML and JSON. */
final class Shapes {

    /** {@code v1}, {@code apps/v1}, {@code example.org/v1alpha1}. */
    private static final Pattern API_VERSION = Pattern.compile("([a-z0-9.-]+/)?v\\d+((alpha|beta)\\d+)?");

    /** What has a kind and an apiVersion, but is read by a program on somebody's machine. */
    private static final ImmutableMap<String, String> CLIENTS = ImmutableMap.<String, String>builder()
            .put("kustomize.config.k8s.io", "kustomize")
            .put("kind.x-k8s.io", "kind")
            .put("kubeadm.k8s.io", "kubeadm")
            .put("kubelet.config.k8s.io", "the kubelet")
            .put("kubeproxy.config.k8s.io", "kube-proxy")
            .put("kubescheduler.config.k8s.io", "the scheduler")
            .put("apiserver.config.k8s.io", "the API server's command line")
            .put("apiserver.k8s.io", "the API server's command line")
            .put("audit.k8s.io", "the API server's command line")
            .put("client.authentication.k8s.io", "kubectl")
            .put("eksctl.io", "eksctl")
            .put("k3d.io", "k3d")
            .put("skaffold", "skaffold")
            .put("minikube.sigs.k8s.io", "minikube")
            .put("ctlptl.dev", "ctlptl")
            .put("dev.tilt", "tilt")
            .put("helmfile", "helmfile")
            .put("schema.config.kustomize", "kustomize")
            .put("kubeflow.config", "kubeflow")
            .put("config.kubernetes.io", "kustomize")
            .put("krew.googlecontainertools.github.com", "krew")
            .put("backstage.io", "Backstage")
            .put("chart-testing", "chart-testing")
            .buildOrThrow();

    private static final ImmutableSet<String> KUBECONFIG = ImmutableSet.of("clusters", "contexts", "users");

    private Shapes() {}

    /** Whether that was meant to be an object, even if it lacks one thing that every object has. */
    static boolean object(Mapping root) {
        boolean kind = filled(root, "kind");
        boolean version = filled(root, "apiVersion");
        boolean metadata = root.has("metadata");
        if (kind && version) {
            return true;
        }
        if (kind) {
            return metadata && (root.has("spec") || root.has("data") || root.has("apiVersion"));
        }
        return metadata
                && (root.has("kind")
                        || root.text("apiVersion")
                                .filter(text -> API_VERSION.matcher(text).matches())
                                .isPresent());
    }

    private static boolean filled(Mapping root, String field) {
        return root.text(field).filter(text -> !text.isEmpty()).isPresent();
    }

    /** Which program other than the API server reads that object; empty where it is none. */
    static Optional<String> client(Mapping object) {
        String version = object.text("apiVersion").orElse("");
        String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
        String reader = CLIENTS.get(group);
        if (reader != null) {
            return Optional.of(
                    object.text("kind").orElse("an object") + " is read by " + reader + ", not by the API server");
        }
        if (version.equals("v1")
                && object.text("kind").orElse("").equals("Config")
                && KUBECONFIG.stream().anyMatch(object::has)) {
            return Optional.of("a kubeconfig, which kubectl reads");
        }
        return Optional.empty();
    }

    /** What a document is that is no object, in words. */
    static String describe(Node root, String fileName) {
        if (root instanceof Text) {
            return "a text without fields";
        }
        if (root instanceof Sequence sequence) {
            return sequence.mappings().stream().anyMatch(item -> item.has("op") && item.has("path"))
                    ? "a JSON patch"
                    : "a list, not an object";
        }
        if (root instanceof Mapping mapping) {
            return known(mapping, fileName).orElse("it has no apiVersion and kind");
        }
        return "a single value, not an object";
    }

    private static Optional<String> known(Mapping root, String fileName) {
        for (Map.Entry<String, Shape> shape : KNOWN.entrySet()) {
            if (shape.getValue().fits(root, fileName)) {
                return Optional.of(shape.getKey());
            }
        }
        return Optional.empty();
    }

    private interface Shape {
        boolean fits(Mapping root, String fileName);
    }

    private static final ImmutableMap<String, Shape> KNOWN = ImmutableMap.<String, Shape>builder()
            .put(
                    "a kustomization, which kustomize reads",
                    (root, name) -> name.equals("kustomization.yaml")
                            || name.equals("kustomization.yml")
                            || name.equals("Kustomization"))
            .put("the description of a chart", (root, name) -> name.equals("Chart.yaml") || name.equals("Chart.lock"))
            .put("values of a chart", (root, name) -> name.matches("(.*[-._])?values([-._].*)?\\.(ya?ml|json)"))
            .put("a JSON schema", (root, name) -> root.has("$schema") || name.endsWith(".schema.json"))
            .put("an OpenAPI document", (root, name) -> root.has("openapi") || root.has("swagger"))
            .put(
                    "a Compose file",
                    (root, name) -> !root.mapping("services").isEmpty()
                            && (name.contains("compose")
                                    || root.has("version")
                                    || root.has("networks")
                                    || root.has("volumes")
                                    || root.mapping("services").fields().values().stream()
                                            .anyMatch(service -> service instanceof Mapping one
                                                    && (one.has("image") || one.has("build")))))
            // The key "on" is the boolean of YAML 1.1, which is "true" as a text.
            .put(
                    "a workflow of GitHub Actions",
                    (root, name) -> root.has("jobs") && (root.has("on") || root.has("true")))
            .put("a GitHub action", (root, name) -> root.has("runs") && root.has("name"))
            .put("a pipeline of GitLab", (root, name) -> name.equals(".gitlab-ci.yml"))
            .put("a package of npm", (root, name) -> name.equals("package.json") || name.equals("package-lock.json"))
            .put("a dashboard of Grafana", (root, name) -> root.has("panels") && root.has("schemaVersion"))
            .put("rules of Prometheus", (root, name) -> root.get("groups").orElse(null) instanceof Sequence)
            .buildOrThrow();
}
