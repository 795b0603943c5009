package dev.hearth.dsl.workload;

import static dev.hearth.dsl.Units.cpu;
import static dev.hearth.dsl.Units.gib;
import static dev.hearth.dsl.Units.memory;
import static dev.hearth.dsl.Units.mib;
import static dev.hearth.dsl.Units.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.NodeRole;
import dev.hearth.dsl.Pods;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Scrape;
import dev.hearth.dsl.ServiceOffer;
import dev.hearth.dsl.Site;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class WorkloadTest {

    private static final Port HTTP = Port.http(8080).servedAt(80);
    private static final Image IMAGE = Image.of("ghcr.io/example/photos", "1.4.2");

    private static Workload with(Workload workload) {
        return workload.image(IMAGE)
                .port(HTTP)
                .readiness(Probe.http(HTTP, "/ready").period(seconds(5)))
                .requests(cpu("50m"), memory("64Mi"))
                .limits(memory("256Mi"));
    }

    private static Workload photos() {
        return with(Workload.deployment("photos"));
    }

    private static Mapping pod(Expanded shop, String kind) {
        return shop.manifest(kind, "photos").spec().mapping("template").mapping("spec");
    }

    @Test
    void mounts_a_config_map_that_something_else_makes_for_reading_and_brings_none() {
        Expanded shop = Expanded.of(photos().mount(Volume.existingConfig("trust", "home-ca"), "/etc/trust"));

        assertThat(shop.objects())
                .containsExactly("ServiceAccount shop/photos", "Deployment shop/photos", "Service shop/photos");
        assertThat(pod(shop, "Deployment").sequence("volumes").mappings())
                .containsExactly(Mapping.builder()
                        .put("name", "trust")
                        .put(
                                "configMap",
                                Mapping.builder().put("name", "home-ca").build())
                        .build());
        assertThat(pod(shop, "Deployment")
                        .sequence("containers")
                        .mappings()
                        .get(0)
                        .sequence("volumeMounts")
                        .mappings()
                        .get(0)
                        .isTrue("readOnly"))
                .isTrue();
    }

    @Test
    void makes_a_restricted_deployment_with_account_and_service() {
        Expanded shop = Expanded.of(photos());

        assertThat(shop.objects())
                .containsExactly("ServiceAccount shop/photos", "Deployment shop/photos", "Service shop/photos");
        assertThat(shop.findings()).isEmpty();
        assertThat(shop.yaml("Deployment", "photos")).isEqualTo("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: photos
                          namespace: shop
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/name: photos
                            app.kubernetes.io/part-of: shop
                        spec:
                          replicas: 1
                          selector:
                            matchLabels:
                              app.kubernetes.io/name: photos
                          template:
                            metadata:
                              labels:
                                app.kubernetes.io/managed-by: hearth
                                app.kubernetes.io/name: photos
                                app.kubernetes.io/part-of: shop
                            spec:
                              serviceAccountName: photos
                              automountServiceAccountToken: false
                              enableServiceLinks: false
                              securityContext:
                                runAsNonRoot: true
                                seccompProfile:
                                  type: RuntimeDefault
                              containers:
                              - name: photos
                                image: ghcr.io/example/photos:1.4.2
                                ports:
                                - name: http
                                  containerPort: 8080
                                  protocol: TCP
                                readinessProbe:
                                  httpGet:
                                    path: /ready
                                    port: 8080
                                  periodSeconds: 5
                                resources:
                                  requests:
                                    cpu: 50m
                                    memory: 64Mi
                                  limits:
                                    memory: 256Mi
                                securityContext:
                                  allowPrivilegeEscalation: false
                                  capabilities:
                                    drop:
                                    - ALL
                                  readOnlyRootFilesystem: true
                        """);
        assertThat(shop.yaml("Service", "photos")).isEqualTo("""
                        apiVersion: v1
                        kind: Service
                        metadata:
                          name: photos
                          namespace: shop
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/name: photos
                            app.kubernetes.io/part-of: shop
                            hearth.dev/service: photos
                        spec:
                          selector:
                            app.kubernetes.io/name: photos
                          ports:
                          - name: http
                            port: 80
                            targetPort: 8080
                            protocol: TCP
                        """);
        assertThat(shop.yaml("ServiceAccount", "photos")).isEqualTo("""
                        apiVersion: v1
                        kind: ServiceAccount
                        metadata:
                          name: photos
                          namespace: shop
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/name: photos
                            app.kubernetes.io/part-of: shop
                        automountServiceAccountToken: false
                        """);
    }

    @Test
    void renders_all_that_a_container_uses() {
        Config config = Config.named("photos").value("LEVEL", "info").file("a.yaml", "a: 1\n");
        Credential secret = Credential.named("photos-key").outside().random("key", 32);
        Expanded shop = Expanded.of(photos().command("/photos")
                .args("--listen=:8080")
                .arg(Cache.REF.address())
                .env("LEVEL", config.key("LEVEL"))
                .env("KEY", secret.key("key"))
                .envField("POD_IP", "status.podIP")
                .mount(config, "/etc/photos")
                .mount(secret, "/etc/key")
                .mount(Volume.scratch("cache").size(mib(64)).inMemory(), "/cache")
                .scratch("/tmp")
                .volumeClaim("/data", gib(20))
                .runAs(1000, 1000));

        assertThat(shop.findings()).isEmpty();
        assertThat(shop.facts(CredentialUse.class)).containsExactly(new CredentialUse(secret, "shop"));
        assertThat(shop.yaml("Deployment", "photos")).isEqualTo("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: photos
                          namespace: shop
                          labels:
                            app.kubernetes.io/managed-by: hearth
                            app.kubernetes.io/name: photos
                            app.kubernetes.io/part-of: shop
                        spec:
                          replicas: 1
                          selector:
                            matchLabels:
                              app.kubernetes.io/name: photos
                          strategy:
                            type: Recreate
                          template:
                            metadata:
                              labels:
                                app.kubernetes.io/managed-by: hearth
                                app.kubernetes.io/name: photos
                                app.kubernetes.io/part-of: shop
                              annotations:
                                hearth.dev/config-photos: "22e5bc82ac4ce8ee200ae07e1b2f512505281ae724ab4dd55bea7976187f6834"
                            spec:
                              serviceAccountName: photos
                              automountServiceAccountToken: false
                              enableServiceLinks: false
                              securityContext:
                                runAsNonRoot: true
                                runAsUser: 1000
                                runAsGroup: 1000
                                fsGroup: 1000
                                fsGroupChangePolicy: OnRootMismatch
                                seccompProfile:
                                  type: RuntimeDefault
                              containers:
                              - name: photos
                                image: ghcr.io/example/photos:1.4.2
                                command:
                                - /photos
                                args:
                                - --listen=:8080
                                - cache.data.svc.cluster.local:6379
                                env:
                                - name: LEVEL
                                  valueFrom:
                                    configMapKeyRef:
                                      name: photos
                                      key: LEVEL
                                - name: KEY
                                  valueFrom:
                                    secretKeyRef:
                                      name: photos-key
                                      key: key
                                - name: POD_IP
                                  valueFrom:
                                    fieldRef:
                                      fieldPath: status.podIP
                                ports:
                                - name: http
                                  containerPort: 8080
                                  protocol: TCP
                                readinessProbe:
                                  httpGet:
                                    path: /ready
                                    port: 8080
                                  periodSeconds: 5
                                resources:
                                  requests:
                                    cpu: 50m
                                    memory: 64Mi
                                  limits:
                                    memory: 256Mi
                                securityContext:
                                  allowPrivilegeEscalation: false
                                  capabilities:
                                    drop:
                                    - ALL
                                  readOnlyRootFilesystem: true
                                volumeMounts:
                                - name: config-photos
                                  mountPath: /etc/photos
                                  readOnly: true
                                - name: secret-photos-key
                                  mountPath: /etc/key
                                  readOnly: true
                                - name: cache
                                  mountPath: /cache
                                - name: tmp
                                  mountPath: /tmp
                                - name: data
                                  mountPath: /data
                              volumes:
                              - name: config-photos
                                configMap:
                                  name: photos
                              - name: secret-photos-key
                                secret:
                                  secretName: photos-key
                                  defaultMode: 256
                              - name: cache
                                emptyDir:
                                  medium: Memory
                                  sizeLimit: 64Mi
                              - name: tmp
                                emptyDir: {}
                              - name: data
                                persistentVolumeClaim:
                                  claimName: photos-data
                        """);
    }

    @Test
    void keeps_a_deployment_s_claim_as_an_object_of_its_own_that_holds_data() {
        Expanded shop = Expanded.in(
                cluster -> cluster.site(cluster.site().storageClass("fast")),
                photos().runAs(1000, 1000).volumeClaim("/var/lib/data", gib(20)));

        Manifest claim = shop.manifest("PersistentVolumeClaim", "photos-var-lib-data");
        assertThat(Yaml.write(claim.spec())).isEqualTo("""
                        accessModes:
                        - ReadWriteOnce
                        resources:
                          requests:
                            storage: 20Gi
                        storageClassName: fast
                        volumeMode: Filesystem
                        """);
        assertThat(shop.facts(HoldsData.class)).containsExactly(new HoldsData(claim.identity()));
        assertThat(shop.manifest("Deployment", "photos")
                        .spec()
                        .mapping("strategy")
                        .text("type"))
                .contains("Recreate");
    }

    @Test
    void gives_a_stateful_set_claim_templates_and_a_governing_service() {
        Workload set = with(Workload.statefulSet("photos")).runAs(1000, 1000).volumeClaim("/data", gib(20));
        Expanded shop = Expanded.of(
                set,
                Workload.job("a")
                        .image(IMAGE)
                        .env(
                                "HOST",
                                Value.of("photos-0.")
                                        .then(set.governingService(HTTP).host())));

        Manifest object = shop.manifest("StatefulSet", "photos");
        assertThat(Yaml.write(Mapping.of("volumeClaimTemplates", object.spec().sequence("volumeClaimTemplates"))))
                .isEqualTo("""
                        volumeClaimTemplates:
                        - apiVersion: v1
                          kind: PersistentVolumeClaim
                          metadata:
                            name: data
                          spec:
                            accessModes:
                            - ReadWriteOnce
                            resources:
                              requests:
                                storage: 20Gi
                            volumeMode: Filesystem
                        """);
        assertThat(object.spec().text("serviceName")).contains("photos-headless");
        assertThat(Yaml.write(shop.manifest("Service", "photos-headless").spec()))
                .isEqualTo("""
                        clusterIP: None
                        publishNotReadyAddresses: true
                        selector:
                          app.kubernetes.io/name: photos
                        ports:
                        - name: http
                          port: 80
                          targetPort: 8080
                          protocol: TCP
                        """);
        assertThat(shop.facts(HoldsData.class)).containsExactly(new HoldsData(object.identity()));
        assertThat(shop.flows()).containsExactly("shop/a -> shop/photos TCP 8080");
        assertThat(shop.manifest("Job", "a").toString()).isEqualTo("Job shop/a");
        assertThat(shop.yaml("Job", "a")).contains("value: photos-0.photos-headless.shop.svc.cluster.local");
    }

    @Test
    void spreads_and_guards_more_than_one_pod() {
        Expanded shop = Expanded.of(photos().replicas(2));

        assertThat(Yaml.write(shop.manifest("PodDisruptionBudget", "photos").spec()))
                .isEqualTo("""
                        maxUnavailable: 1
                        selector:
                          matchLabels:
                            app.kubernetes.io/name: photos
                        """);
        assertThat(Yaml.write(Mapping.of(
                        "topologySpreadConstraints", pod(shop, "Deployment").sequence("topologySpreadConstraints"))))
                .isEqualTo("""
                        topologySpreadConstraints:
                        - maxSkew: 1
                          topologyKey: kubernetes.io/hostname
                          whenUnsatisfiable: ScheduleAnyway
                          labelSelector:
                            matchLabels:
                              app.kubernetes.io/name: photos
                        """);
        assertThat(Expanded.of(photos().replicas(2).withoutDisruptionBudget("may all go"))
                        .objects())
                .containsExactly("ServiceAccount shop/photos", "Deployment shop/photos", "Service shop/photos");
    }

    @Test
    void runs_on_the_nodes_of_its_pool_where_the_site_has_pools() {
        Workload stored = photos().pool("storage");

        Expanded pools = Expanded.in(cluster -> cluster.site(cluster.site().pool("storage", "shelf")), stored);
        assertThat(Yaml.write(pod(pools, "Deployment").mapping("affinity"))).isEqualTo("""
                        nodeAffinity:
                          requiredDuringSchedulingIgnoredDuringExecution:
                            nodeSelectorTerms:
                            - matchExpressions:
                              - key: kubernetes.io/hostname
                                operator: In
                                values:
                                - shelf
                        """);
        assertThat(pod(Expanded.of(stored), "Deployment").has("affinity")).isFalse();
    }

    @Test
    void rather_runs_on_the_nodes_with_its_role_and_goes_elsewhere_where_those_are_gone() {
        Workload web = photos().role(NodeRole.APPLICATIONS);

        Expanded roles = Expanded.in(
                cluster -> cluster.site(cluster.site().roles("rack", NodeRole.INGRESS, NodeRole.APPLICATIONS)), web);
        assertThat(Yaml.write(pod(roles, "Deployment").mapping("affinity"))).isEqualTo("""
                        nodeAffinity:
                          preferredDuringSchedulingIgnoredDuringExecution:
                          - weight: 100
                            preference:
                              matchExpressions:
                              - key: kubernetes.io/hostname
                                operator: In
                                values:
                                - rack
                        """);
    }

    @Test
    void runs_only_on_the_nodes_with_its_role_where_it_has_a_disk_there() {
        Workload stored = photos().mount(Volume.claim("data", gib(1)), "/data").role(NodeRole.STORAGE);

        Expanded roles = Expanded.in(cluster -> cluster.site(cluster.site().roles("shelf", NodeRole.STORAGE)), stored);
        assertThat(pod(roles, "Deployment")
                        .mapping("affinity")
                        .mapping("nodeAffinity")
                        .fields())
                .containsOnlyKeys("requiredDuringSchedulingIgnoredDuringExecution");
    }

    @Test
    void runs_anywhere_where_no_node_has_its_role_or_there_is_only_one() {
        Workload stored = photos().role(NodeRole.STORAGE);
        Site one = Site.microk8s().node("rack", "192.168.10.11").roles("rack", NodeRole.STORAGE);

        assertThat(pod(Expanded.of(stored), "Deployment").has("affinity")).isFalse();
        assertThat(pod(
                                Expanded.in(
                                        cluster -> cluster.site(cluster.site().roles("rack", NodeRole.INGRESS)),
                                        stored),
                                "Deployment")
                        .has("affinity"))
                .isFalse();
        assertThat(pod(Expanded.in(cluster -> cluster.site(one), stored), "Deployment")
                        .has("affinity"))
                .isFalse();
    }

    @Test
    void restarts_its_pods_when_the_content_of_its_config_changes_and_only_then() {
        Config config = Config.named("photos").value("a", "1").value("b", "2");

        Optional<String> before = checksum(config, workload -> workload);
        assertThat(before.orElseThrow()).matches("[0-9a-f]{64}");
        assertThat(checksum(config, workload -> workload.replicas(2).env("X", "y")))
                .isEqualTo(before);
        assertThat(checksum(Config.named("photos").value("b", "2").value("a", "1"), workload -> workload))
                .isEqualTo(before);
        assertThat(checksum(config.label("x", "y"), workload -> workload)).isEqualTo(before);
        assertThat(checksum(Config.named("photos").value("a", "1").value("b", "3"), workload -> workload))
                .isNotEqualTo(before);
        assertThat(checksum(Config.named("photos").value("a", "12").value("b", ""), workload -> workload))
                .isNotEqualTo(before);
        assertThat(checksum(config.withoutRestart(), workload -> workload)).isEmpty();
    }

    private static Optional<String> checksum(Config config, UnaryOperator<Workload> change) {
        return Expanded.of(change.apply(photos().mount(config, "/etc/photos")))
                .manifest("Deployment", "photos")
                .spec()
                .mapping("template")
                .mapping("metadata")
                .mapping("annotations")
                .text("hearth.dev/config-photos");
    }

    @Test
    void brings_the_config_it_uses_once_even_where_others_bring_it() {
        Config config = Config.named("photos").value("a", "1");

        assertThat(Expanded.of(
                                config,
                                photos().mount(config, "/etc/photos"),
                                Workload.job("a").image(IMAGE).envFrom(config))
                        .objects())
                .containsExactly(
                        "ConfigMap shop/photos",
                        "ServiceAccount shop/photos",
                        "Deployment shop/photos",
                        "Service shop/photos",
                        "ServiceAccount shop/a",
                        "Job shop/a");
    }

    @Test
    void offers_its_ports_by_the_services_it_says() {
        Port console = Port.http(9001).named("console").servedAt(9090);
        Port debug = Port.tcp("debug", 5005);
        Workload minio = Workload.statefulSet("minio")
                .port(HTTP)
                .port(console)
                .unservedPort(debug)
                .expose("minio-console", console)
                .login(console);
        Pods pods = minio.pods();

        assertThat(minio.offers().all())
                .containsExactly(
                        ServiceOffer.of("minio", HTTP, pods),
                        ServiceOffer.of("minio-console", console, pods).withLogin());
        assertThat(minio.services())
                .containsExactly(
                        ServiceOffer.of("minio", HTTP, pods),
                        ServiceOffer.of("minio-console", console, pods).withLogin(),
                        ServiceOffer.of("minio-headless", HTTP, pods),
                        ServiceOffer.of("minio-headless", console, pods).withLogin());
        assertThat(minio.service(console).heldBy("minio").toString()).isEqualTo("minio/minio-console:console");
        assertThat(pods).isEqualTo(Pods.labelled("minio", "app.kubernetes.io/name", "minio"));
    }

    @Test
    void makes_roles_for_no_more_than_it_needs() {
        Expanded shop = Expanded.of(photos().access(
                        Access.to("pods").verbs("get", "list"),
                        Access.to("leases")
                                .group("coordination.k8s.io")
                                .only("lock")
                                .verbs("update")
                                .inNamespace("kube-system"),
                        Access.to("nodes").verbs("list").clusterWide(),
                        Access.clusterRole("system:auth-delegator").clusterWide()));

        assertThat(shop.objects())
                .contains(
                        "Role shop/photos",
                        "RoleBinding shop/photos",
                        "Role kube-system/shop-photos",
                        "RoleBinding kube-system/shop-photos",
                        "ClusterRole shop-photos",
                        "ClusterRoleBinding shop-photos",
                        "ClusterRoleBinding shop-photos-system-auth-delegator");
        assertThat(Yaml.write(Mapping.of(
                        "rules", shop.manifest("Role", "shop-photos").root().sequence("rules"))))
                .isEqualTo("""
                        rules:
                        - apiGroups:
                          - coordination.k8s.io
                          resources:
                          - leases
                          resourceNames:
                          - lock
                          verbs:
                          - update
                        """);
        assertThat(Yaml.write(shop.manifest("RoleBinding", "shop-photos").root().without("metadata")))
                .isEqualTo("""
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        roleRef:
                          apiGroup: rbac.authorization.k8s.io
                          kind: Role
                          name: shop-photos
                        subjects:
                        - kind: ServiceAccount
                          name: photos
                          namespace: shop
                        """);
        assertThat(pod(shop, "Deployment").isTrue("automountServiceAccountToken"))
                .isTrue();
    }

    @Test
    void states_where_its_metrics_are() {
        Port metrics = Port.http(9102).named("metrics");
        Workload workload = photos().metrics(metrics, "/metrics");

        Scrape scrape = Expanded.of(workload).facts(Scrape.class).get(0);

        assertThat(scrape.pods()).isEqualTo(workload.pods().orIn("shop"));
        assertThat(scrape.service()).isEqualTo("photos");
        assertThat(scrape.port()).isEqualTo(metrics);
        assertThat(scrape.path()).isEqualTo("/metrics");
        assertThat(scrape.labels())
                .isEqualTo(Map.of("app.kubernetes.io/name", "photos", "hearth.dev/service", "photos"));
        assertThat(workload.services()).extracting(ServiceOffer::port).containsExactly(HTTP, metrics);
    }

    @Test
    void runs_a_cron_job_with_one_job_at_a_time() {
        Workload nightly = Workload.cronJob("nightly", "30 3 * * *")
                .image(IMAGE)
                .requests(cpu("50m"), memory("64Mi"))
                .limits(memory("256Mi"))
                .timeZone("Europe/Vienna");

        Mapping spec = Expanded.of(nightly).manifest("CronJob", "nightly").spec();
        Mapping job = spec.mapping("jobTemplate").mapping("spec");
        assertThat(Yaml.write(spec.without("jobTemplate"))).isEqualTo("""
                        schedule: "30 3 * * *"
                        concurrencyPolicy: Forbid
                        timeZone: Europe/Vienna
                        """);
        assertThat(job.number("backoffLimit")).contains(6L);
        assertThat(job.mapping("template").mapping("spec").text("restartPolicy"))
                .contains("OnFailure");
    }

    @Test
    void leaves_the_workload_it_was_copied_from_as_it_was() {
        Workload base = photos();
        Workload changed = base.env("A", "1").replicas(3).runAs(1000, 1000);

        assertThat(Expanded.of(base).yaml("Deployment", "photos"))
                .isEqualTo(Expanded.of(photos()).yaml("Deployment", "photos"))
                .isNotEqualTo(Expanded.of(changed).yaml("Deployment", "photos"));
    }
}
