package dev.hearth.graph;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;

/** What objects bring about besides themselves, by the controllers that read them. */
final class Products {

    private static final ImmutableSet<String> TLS = ImmutableSet.of("tls.crt", "tls.key", "ca.crt");

    /** Names that operators derive from that of a custom resource: kind, what it makes, its keys or ports. */
    private static final ImmutableListMultimap<String, Derived> DERIVED = derived("""
            monitoring.coreos.com/Prometheus       Service  prometheus-operated    web,9090,grpc,10901
            monitoring.coreos.com/Alertmanager     Service  alertmanager-operated  web,9093,tcp-mesh,udp-mesh,9094
            monitoring.coreos.com/ThanosRuler      Service  thanos-ruler-operated  web,10902,grpc,10901
            postgresql.cnpg.io/Cluster             Secret   %-app
            postgresql.cnpg.io/Cluster             Secret   %-superuser
            postgresql.cnpg.io/Cluster             Secret   %-ca
            postgresql.cnpg.io/Cluster             Secret   %-server
            postgresql.cnpg.io/Cluster             Secret   %-replication
            postgresql.cnpg.io/Cluster             Service  %-rw                   postgres,5432
            postgresql.cnpg.io/Cluster             Service  %-ro                   postgres,5432
            postgresql.cnpg.io/Cluster             Service  %-r                    postgres,5432
            postgresql.cnpg.io/Pooler              Service  %
            elasticsearch.k8s.elastic.co/Elasticsearch  Secret   %-es-elastic-user
            elasticsearch.k8s.elastic.co/Elasticsearch  Secret   %-es-http-certs-public
            elasticsearch.k8s.elastic.co/Elasticsearch  Service  %-es-http         https,http,9200
            kibana.k8s.elastic.co/Kibana           Service  %-kb-http              https,http,5601
            rabbitmq.com/RabbitmqCluster           Secret   %-default-user
            rabbitmq.com/RabbitmqCluster           Service  %
            kafka.strimzi.io/Kafka                 Secret   %-cluster-ca-cert
            kafka.strimzi.io/Kafka                 Service  %-kafka-bootstrap
            kafka.strimzi.io/Kafka                 Service  %-kafka-brokers
            kafka.strimzi.io/KafkaUser             Secret   %
            opentelemetry.io/OpenTelemetryCollector  Service  %-collector
            grafana.integreatly.org/Grafana        Service  %-service
            serving.knative.dev/Service            Service  %
            minio.min.io/Tenant                    Service  minio
            minio.min.io/Tenant                    Service  %-hl
            minio.min.io/Tenant                    Service  %-console
            databases.spotahome.com/RedisFailover  Service  rfs-%
            databases.spotahome.com/RedisFailover  Service  rfr-%
            onepassword.com/OnePasswordItem        Secret   %
            """);

    /** Where custom resources say which Secret they make: kind, the field with its name, the one with its namespace. */
    private static final ImmutableListMultimap<String, Stated> STATED = stated("""
            secrets.hashicorp.com/VaultStaticSecret   spec.destination.name
            secrets.hashicorp.com/VaultDynamicSecret  spec.destination.name
            secrets.hashicorp.com/VaultPKISecret      spec.destination.name
            secrets.hashicorp.com/HCPVaultSecretsApp  spec.destination.name
            isindir.github.com/SopsSecret             spec.secretTemplates[].name
            secrets.doppler.com/DopplerSecret         spec.managedSecret.name
            secrets.infisical.com/InfisicalSecret     spec.managedSecretReference.secretName
            k8s.bitwarden.com/BitwardenSecret         spec.secretName
            secrets-store.csi.x-k8s.io/SecretProviderClass  spec.secretObjects[].secretName
            cert-manager.io/Issuer                    spec.acme.privateKeySecretRef.name
            cert-manager.io/ClusterIssuer             spec.acme.privateKeySecretRef.name
            """);

    private record Derived(String kind, String name, Optional<ImmutableSet<String>> parts) {}

    private record Stated(ImmutableList<String> pattern) {}

    private Products() {}

    private static ImmutableListMultimap<String, Derived> derived(String table) {
        ImmutableListMultimap.Builder<String, Derived> rows = ImmutableListMultimap.builder();
        words(
                table,
                words -> rows.put(
                        words.get(0),
                        new Derived(
                                words.get(1),
                                words.get(2),
                                words.size() > 3
                                        ? Optional.of(ImmutableSet.copyOf(
                                                Splitter.on(',').split(words.get(3))))
                                        : Optional.empty())));
        return rows.build();
    }

    private static ImmutableListMultimap<String, Stated> stated(String table) {
        ImmutableListMultimap.Builder<String, Stated> rows = ImmutableListMultimap.builder();
        words(table, words -> rows.put(words.get(0), new Stated(Spot.pattern(words.get(1)))));
        return rows.build();
    }

    private static void words(String table, Consumer<ImmutableList<String>> row) {
        for (String line : Splitter.on('\n').omitEmptyStrings().split(table)) {
            row.accept(ImmutableList.copyOf(Splitter.on(' ').omitEmptyStrings().split(line)));
        }
    }

    /** Told everything that object brings about. */
    static void of(Manifest object, Consumer<Product> made) {
        String namespace = object.identity().namespace();
        String kind = object.identity().group() + "/" + object.kind();
        Spot root = Spot.of(object);
        DERIVED.get(kind)
                .forEach(row -> made.accept(new Product(
                        new Identity("", row.kind(), namespace, row.name().replace("%", object.name())), row.parts())));
        STATED.get(kind).forEach(row -> root.each(row.pattern(), name -> secret(name, namespace, made)));
        connection(root.get("spec", "writeConnectionSecretToRef"), namespace, made);
        switch (kind) {
            case "bitnami.com/SealedSecret" -> SecretProducts.sealed(object, made);
            case "external-secrets.io/ExternalSecret" ->
                SecretProducts.external(root.get("spec"), namespace, object.name(), made);
            case "external-secrets.io/ClusterExternalSecret" ->
                SecretProducts.external(
                        root.get("spec", "externalSecretSpec"),
                        "",
                        root.get("spec", "externalSecretName").text(object.name()),
                        made);
            case "cert-manager.io/Certificate" -> SecretProducts.certificate(object, made);
            case "trust.cert-manager.io/Bundle", "trust-manager.io/ClusterBundle" -> {
                made.accept(Product.of("", "ConfigMap", "", object.name()));
                made.accept(Product.of("", "Secret", "", object.name()));
            }
            case "networking.k8s.io/Ingress" -> shim(root, "spec.tls[].secretName", namespace, made);
            case "gateway.networking.k8s.io/Gateway" ->
                shim(root, "spec.listeners[].tls.certificateRefs[].name", namespace, made);
            case "apps/StatefulSet" -> claims(root, namespace, object.name(), made);
            case "argoproj.io/Application" -> namespace(root, made);
            case "helm.toolkit.fluxcd.io/HelmRelease" -> {
                if (root.get("spec", "install").get("createNamespace").isTrue()) {
                    named("Namespace", "", root.get("spec", "targetNamespace"), made);
                }
            }
            case "kyverno.io/ClusterPolicy" ->
                root.each(
                        Spot.pattern("spec.rules[].generate"),
                        rule -> named(rule.get("kind").text(), "", rule.get("name"), made));
            // Volumes and claims that agree on the name of a class need no object of that name.
            case "/PersistentVolume" ->
                root.each(
                        Spot.pattern("spec.storageClassName"),
                        name -> made.accept(Product.of("storage.k8s.io", "StorageClass", "", name.text())));
            case "/Secret", "/ConfigMap" -> copies(object, made);
            default -> {}
        }
        PodTemplates.of(object)
                .ifPresent(template -> SecretProducts.byArguments(template.get("spec"), namespace, made));
    }

    private static void secret(Spot name, String namespace, Consumer<Product> made) {
        String other = name.parent()
                .get("namespace")
                .text(name.parent().get("secretNamespace").text(namespace));
        named("Secret", other, name, made);
    }

    private static void named(String kind, String namespace, Spot name, Consumer<Product> made) {
        if (!name.text().isEmpty()) {
            made.accept(Product.of("", kind, namespace, name.text()));
        }
    }

    private static void connection(Spot secret, String namespace, Consumer<Product> made) {
        named("Secret", secret.get("namespace").text(namespace), secret.get("name"), made);
    }

    /** cert-manager makes a Certificate for an Ingress or a Gateway that names an issuer. */
    private static void shim(Spot root, String secrets, String namespace, Consumer<Product> made) {
        boolean asks = root.get("metadata", "annotations").fields().stream()
                .map(Spot::name)
                .anyMatch(name -> name.equals("cert-manager.io/issuer")
                        || name.equals("cert-manager.io/cluster-issuer")
                        || name.equals("kubernetes.io/tls-acme"));
        if (asks) {
            root.each(
                    Spot.pattern(secrets),
                    name -> made.accept(
                            Product.of("Secret", name.parent().get("namespace").text(namespace), name.text(), TLS)));
        }
    }

    private static void claims(Spot root, String namespace, String set, Consumer<Product> made) {
        for (Spot template : root.get("spec", "volumeClaimTemplates").items()) {
            made.accept(Product.of(
                    "",
                    "PersistentVolumeClaim",
                    namespace,
                    template.get("metadata", "name").text() + "-" + set + "-#"));
        }
    }

    private static void namespace(Spot root, Consumer<Product> made) {
        for (Spot option : root.get("spec", "syncPolicy").get("syncOptions").items()) {
            if (option.text().equals("CreateNamespace=true")) {
                named("Namespace", "", root.get("spec", "destination").get("namespace"), made);
            }
        }
    }

    /** Reflector, replicator and the like copy what bears their annotation into other namespaces. */
    private static void copies(Manifest object, Consumer<Product> made) {
        boolean copied = object.annotations().keySet().stream()
                .anyMatch(name -> name.startsWith("reflector.v1.k8s.emberstack.com/reflection-allowed")
                        || name.startsWith("replicator.v1.mittwald.de/replicat"));
        if (copied) {
            made.accept(Product.of("", object.kind(), "", object.name()));
        }
    }
}
