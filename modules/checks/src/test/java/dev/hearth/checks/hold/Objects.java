package dev.hearth.checks.hold;

import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import dev.hearth.manifest.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Objects by chance, good and broken, that the API server takes unless a policy refuses them. */
final class Objects {

    static final String NAMESPACE = "held";

    private static final String[] IMAGES = {
        "nginx",
        "nginx:latest",
        "nginx:1.29.1",
        "library/nginx:1.29.1",
        "docker.io/library/nginx:1.29.1",
        "docker.io/nginx",
        "index.docker.io/minio/minio:RELEASE.2025",
        "minio/minio:v1",
        "quay.io/minio/minio:v1",
        "docker.io/minio/mc",
        "docker.io/bitnami/redis:7.2",
        "docker.io/bitnami/redis:latest",
        "bitnami/redis",
        "bitnami/redis:7.2",
        "bitnami/sealed-secrets-controller:0.30",
        "docker.io/bitnamilegacy/redis:7",
        "ghcr.io/aquasecurity/trivy:0.69.4",
        "ghcr.io/aquasecurity/trivy:v0.69.5",
        "ghcr.io/aquasecurity/trivy:0.69.3",
        "aquasec/trivy:0.69.6",
        "velero/velero-plugin-for-aws:v1.14.1",
        "velero/velero-plugin-for-aws:v1.14.3",
        "gcr.io/kubebuilder/kube-rbac-proxy:v0.16",
        "gcr.io/kubebuilder:1",
        "registry:5000/web",
        "registry:5000/web:2",
        "localhost/web:1",
        "localhost/web",
        "localhost:5000/a/b:latest",
        "ghcr.io/example/web:1.4.2",
        "ghcr.io/example/web@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "web:latest@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "minio/minio@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ghcr.io/example/latest",
        "ghcr.io/example/web:latest-2",
        "notdocker.io/minio/minio:1",
        "evil/docker.io/minio/minio:1"
    };
    private static final String[] PATHS = {
        "/",
        "/etc",
        "/etc/",
        "/etc/passwd",
        "/etcetera",
        "/var",
        "/var/log",
        "/var/lib/kubelet",
        "/var/lib/kubelet/pods",
        "/var/run/docker.sock",
        "/run/containerd",
        "/run/containerd/",
        "/run/crio/crio.sock",
        "/home",
        "/home/ada",
        "/homely",
        "/proc",
        "/sys/fs",
        "/data",
        "/data/docker.sock",
        "/data/docker.sock.d",
        "/usr/local"
    };
    private static final String[] VERBS = {
        "*", "get", "list", "watch", "create", "update", "patch", "delete", "escalate", "bind", "impersonate"
    };
    private static final String[] RESOURCES = {
        "*",
        "secrets",
        "pods",
        "roles",
        "clusterroles",
        "users",
        "groups",
        "serviceaccounts",
        "serviceaccounts/token",
        "pods/exec",
        "nodes/proxy",
        "configmaps",
        "certificatesigningrequests/approval"
    };
    private static final String[] GROUPS = {"", "", "", "*", "apps", "rbac.authorization.k8s.io", "certificates.k8s.io"
    };

    private final Random chance;
    private int count;

    Objects(long seed) {
        this.chance = new Random(seed);
    }

    Manifest next() {
        count++;
        return Manifest.of(
                switch (chance.nextInt(10)) {
                    case 0 -> role();
                    case 1 -> role();
                    case 2 -> binding();
                    case 3 -> service();
                    case 4 -> ingress();
                    default -> workload();
                });
    }

    private Mapping object(String apiVersion, String kind, boolean namespaced) {
        Mapping.Builder metadata = Mapping.builder().put("name", "o" + count);
        if (namespaced) {
            metadata.put("namespace", NAMESPACE);
        }
        return Mapping.builder()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("metadata", metadata.build())
                .build();
    }

    private String one(String... of) {
        return of[chance.nextInt(of.length)];
    }

    private boolean sometimes() {
        return chance.nextInt(3) == 0;
    }

    private Sequence some(String... of) {
        List<Node> texts = new ArrayList<>();
        int many = 1 + chance.nextInt(2);
        for (int i = 0; i < many; i++) {
            texts.add(Node.text(one(of)));
        }
        return Sequence.of(texts);
    }

    private Mapping workload() {
        Mapping labels = Mapping.of("labels", Mapping.of("app", Node.text("web")));
        Mapping selector = Mapping.of("matchLabels", Mapping.of("app", Node.text("web")));
        return switch (chance.nextInt(6)) {
            case 0 -> object("v1", "Pod", true).with("spec", pod("Always"));
            case 1 -> object("batch/v1", "Job", true).with("spec", Mapping.of("template", template(labels, "Never")));
            case 2 ->
                object("batch/v1", "CronJob", true)
                        .with(
                                "spec",
                                Mapping.builder()
                                        .put("schedule", "1 2 * * *")
                                        .put(
                                                "jobTemplate",
                                                Mapping.of(
                                                        "spec", Mapping.of("template", template(labels, "OnFailure"))))
                                        .build());
            case 3 -> object("v1", "PodTemplate", true).with("template", template(labels, "Always"));
            case 4 ->
                object("v1", "ReplicationController", true)
                        .with(
                                "spec",
                                Mapping.builder()
                                        .put("selector", Mapping.of("app", Node.text("web")))
                                        .put("template", template(labels, "Always"))
                                        .build());
            default ->
                object("apps/v1", one("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet"), true)
                        .with(
                                "spec",
                                Mapping.builder()
                                        .put("selector", selector)
                                        .put("template", template(labels, "Always"))
                                        .build());
        };
    }

    private Mapping template(Mapping metadata, String restart) {
        return Mapping.builder()
                .put("metadata", metadata)
                .put("spec", pod(restart))
                .build();
    }

    private Mapping pod(String restart) {
        Mapping.Builder spec = Mapping.builder().put("restartPolicy", restart);
        if (sometimes()) {
            spec.put("serviceAccountName", one("default", "web"));
        }
        if (chance.nextBoolean()) {
            spec.put("automountServiceAccountToken", chance.nextInt(4) == 0);
        }
        if (sometimes()) {
            spec.put("resources", resources("1", "1Gi", "cpu", "memory"));
        }
        List<Mapping> volumes = new ArrayList<>();
        if (sometimes()) {
            volumes.add(Mapping.builder()
                    .put("name", "host")
                    .put("hostPath", Mapping.of("path", Node.text(one(PATHS))))
                    .build());
        }
        if (sometimes()) {
            volumes.add(Mapping.builder()
                    .put("name", "empty")
                    .put("emptyDir", Mapping.empty())
                    .build());
        }
        spec.putUnlessEmpty("volumes", Sequence.of(volumes));
        if (sometimes()) {
            spec.put("initContainers", Sequence.of(List.of(container("first", true, volumes))));
        }
        return spec.put("containers", Sequence.of(List.of(container("web", false, volumes))))
                .build();
    }

    private Mapping container(String name, boolean init, List<Mapping> volumes) {
        Mapping.Builder container = Mapping.builder().put("name", name).put("image", one(IMAGES));
        if (chance.nextInt(4) > 0) {
            container.put("resources", resources("50m", "64Mi", "cpu", "memory", "ephemeral-storage"));
        }
        if (init && chance.nextBoolean()) {
            container.put("restartPolicy", "Always");
        }
        List<Mapping> mounts = new ArrayList<>();
        for (Mapping volume : volumes) {
            if (chance.nextBoolean()) {
                Mapping.Builder mount = Mapping.builder()
                        .put("name", volume.text("name").orElseThrow())
                        .put("mountPath", "/mnt/" + volume.text("name").orElseThrow());
                if (chance.nextBoolean()) {
                    mount.put("readOnly", chance.nextBoolean());
                }
                mounts.add(mount.build());
            }
        }
        return container.putUnlessEmpty("volumeMounts", Sequence.of(mounts)).build();
    }

    private Mapping resources(String cpu, String memory, String... names) {
        Mapping.Builder requests = Mapping.builder();
        Mapping.Builder limits = Mapping.builder();
        for (String name : names) {
            String amount = name.equals("cpu") ? cpu : memory;
            if (chance.nextInt(4) > 0) {
                requests.put(name, amount);
            }
            if (chance.nextInt(4) > 0) {
                limits.put(name, amount);
            }
        }
        return Mapping.builder()
                .putUnlessEmpty("requests", requests.build())
                .putUnlessEmpty("limits", limits.build())
                .build();
    }

    private Mapping role() {
        boolean cluster = chance.nextBoolean();
        List<Mapping> rules = new ArrayList<>();
        for (int i = chance.nextInt(3); i >= 0; i--) {
            Mapping.Builder rule = Mapping.builder().put("verbs", some(VERBS));
            boolean secrets = sometimes();
            rule.put("apiGroups", secrets ? some("", "", "apps") : some(GROUPS));
            rule.put("resources", secrets ? some("secrets") : some(RESOURCES));
            if (sometimes()) {
                rule.put("resourceNames", some("one", "two"));
            }
            rules.add(rule.build());
        }
        if (cluster && sometimes()) {
            rules.add(Mapping.builder()
                    .put("verbs", some("*", "get"))
                    .put("nonResourceURLs", some("/metrics", "/healthz"))
                    .build());
        }
        return object("rbac.authorization.k8s.io/v1", cluster ? "ClusterRole" : "Role", !cluster)
                .with("rules", Sequence.of(rules));
    }

    private Mapping binding() {
        boolean cluster = chance.nextBoolean();
        List<Mapping> subjects = new ArrayList<>();
        for (int i = chance.nextInt(3); i > 0; i--) {
            subjects.add(
                    chance.nextBoolean()
                            ? Mapping.builder()
                                    .put("kind", "ServiceAccount")
                                    .put("name", one("default", "web", "prober"))
                                    .put("namespace", NAMESPACE)
                                    .build()
                            : Mapping.builder()
                                    .put("kind", one("User", "Group"))
                                    .put("apiGroup", "rbac.authorization.k8s.io")
                                    .put("name", one("ada", "system:authenticated", "system:anonymous", "default"))
                                    .build());
        }
        String role = one("cluster-admin", "view", "system:discovery");
        return object("rbac.authorization.k8s.io/v1", cluster ? "ClusterRoleBinding" : "RoleBinding", !cluster)
                .with(
                        "roleRef",
                        Mapping.builder()
                                .put("apiGroup", "rbac.authorization.k8s.io")
                                .put("kind", cluster ? "ClusterRole" : one("ClusterRole", "Role"))
                                .put("name", role)
                                .build())
                .with("subjects", Sequence.of(subjects));
    }

    private Mapping service() {
        Mapping.Builder spec = Mapping.builder();
        if (chance.nextBoolean()) {
            spec.put("type", one("ClusterIP", "NodePort", "LoadBalancer"));
        }
        if (sometimes()) {
            spec.put("externalIPs", some("192.0.2.1", "192.0.2.2"));
        }
        spec.put("ports", Sequence.of(List.of(Mapping.builder().put("port", 80).build())));
        return object("v1", "Service", true).with("spec", spec.build());
    }

    private Mapping ingress() {
        Mapping backend = Mapping.of(
                "service",
                Mapping.builder()
                        .put("name", "web")
                        .put("port", Mapping.of("number", Node.number(80)))
                        .build());
        Mapping.Builder spec = Mapping.builder();
        List<Mapping> rules = new ArrayList<>();
        for (int i = chance.nextInt(3); i > 0; i--) {
            Mapping.Builder rule = Mapping.builder();
            if (chance.nextInt(5) > 0) {
                rule.put(
                        "host",
                        one("a.home.arpa", "home.arpa", "a.example.org", "nothome.arpa", "*.home.arpa", "homexarpa"));
            }
            rules.add(rule.put(
                            "http",
                            Mapping.of(
                                    "paths",
                                    Sequence.of(List.of(Mapping.builder()
                                            .put("path", "/")
                                            .put("pathType", "Prefix")
                                            .put("backend", backend)
                                            .build()))))
                    .build());
        }
        if (rules.isEmpty() || sometimes()) {
            spec.put("defaultBackend", backend);
        }
        spec.putUnlessEmpty("rules", Sequence.of(rules));
        if (chance.nextBoolean()) {
            Mapping.Builder tls = Mapping.builder().put("secretName", "tls");
            if (chance.nextInt(4) > 0) {
                tls.put("hosts", some("a.home.arpa", "home.arpa", "a.example.org", "*.home.arpa"));
            }
            spec.put("tls", Sequence.of(List.of(tls.build())));
        }
        Mapping object = object("networking.k8s.io/v1", "Ingress", true).with("spec", spec.build());
        return chance.nextInt(4) > 0
                ? object
                : object.with(
                        "metadata",
                        object.mapping("metadata")
                                .with(
                                        "annotations",
                                        Mapping.of(
                                                "nginx.org/mergeable-ingress-type",
                                                Node.text(one("minion", "master")))));
    }
}
