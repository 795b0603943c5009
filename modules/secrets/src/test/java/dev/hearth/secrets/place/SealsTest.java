package dev.hearth.secrets.place;

import static dev.hearth.secrets.Vault.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.dsl.Cluster;
import dev.hearth.dsl.ClusterView;
import dev.hearth.dsl.Component;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Image;
import dev.hearth.dsl.Manifests;
import dev.hearth.dsl.Offers;
import dev.hearth.dsl.Order;
import dev.hearth.dsl.SealScope;
import dev.hearth.dsl.SealingOffer;
import dev.hearth.dsl.Stated;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Yaml;
import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.SealNeed;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.secrets.Vault;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class SealsTest {

    private static final Vault VAULT = Vault.from(TODAY);
    private static final Credential LOGIN = Credential.named("login")
            .fixed("user", "admin {{ none }}")
            .asked("password", "the password")
            .composed("url", Value.of("postgres://${user:url}:${password:url}@db/$${x}"));

    /** A workload that reads a credential. */
    private record Shop(String name, Credential credential) implements Component {

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.of(Workload.deployment(name)
                    .image(Image.of("registry.example.org/shop", "1.0.0"))
                    .runAs(1000, 1000)
                    .fsGroup(1000)
                    .mount(credential, "/run/secrets/login"));
        }
    }

    private record Controller() implements Component {

        @Override
        public Offers offers() {
            return Offers.of(new SealingOffer());
        }

        @Override
        public Manifests manifests(ClusterView cluster) {
            return Manifests.none();
        }
    }

    private static Cluster cluster(Component... components) {
        return Cluster.named("home")
                .credentials(Credential.sealed())
                .secretsFolder("secrets")
                .layer("all", new Controller())
                .layer("all", components);
    }

    private static Expansion place(SecretsFolder folder, Component... components) {
        return place(folder, TODAY, cluster(components));
    }

    private static Expansion place(SecretsFolder folder, LocalDate today, Cluster cluster) {
        return Expansion.of(cluster)
                .derive(new Seals(folder, Optional.of(today)))
                .patched();
    }

    private static SealedFile sealed(SealScope scope, String namespace, String name, String... keys) {
        SealedFile file = SealedFile.of(namespace, name, "Opaque", scope);
        for (String key : keys) {
            file = file.with(key, VAULT.seal("opensesame", scope, namespace, name));
        }
        return file;
    }

    /** A folder in which all is well: certificate, ledger and a proven backup. */
    private static SecretsFolder folder(SealedFile... files) {
        SecretsFolder folder = SecretsFolder.empty("secrets").with(VAULT.certificate());
        Ledger ledger = Ledger.empty().proven(VAULT.certificate().fingerprint(), TODAY);
        for (SealedFile file : files) {
            folder = folder.with(file);
            for (String key : file.values().keySet()) {
                ledger = ledger.with(
                        new Ledger.Place(file.namespace(), file.name(), key),
                        new Ledger.Entry(
                                file.scope(),
                                VAULT.certificate().fingerprint(),
                                TODAY,
                                Ledger.fingerprint(file.value(key).orElseThrow()),
                                Optional.empty()));
            }
        }
        return folder.with(ledger);
    }

    private static Manifest object(Expansion expansion, String kind) {
        return expansion.manifests().stream()
                .filter(manifest -> manifest.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> rules(Expansion expansion) {
        return expansion.findings().stream().map(Finding::rule).distinct().toList();
    }

    @Test
    void what_is_sealed_is_placed_and_the_other_keys_are_templates() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");

        Expansion expansion = place(folder(file), new Shop("shop", LOGIN));

        assertThat(expansion.findings()).isEmpty();
        assertThat(Yaml.write(object(expansion, "SealedSecret").root()))
                .isEqualTo("""
                apiVersion: bitnami.com/v1alpha1
                kind: SealedSecret
                metadata:
                  name: login
                  namespace: shop
                spec:
                  encryptedData:
                    password: %s
                  template:
                    type: Opaque
                    data:
                      url: "postgres://admin%%20%%7B%%7B%%20none%%20%%7D%%7D:{{ index . \\"password\\" | urlquery | replace \\"+\\" \\"%%20\\" }}@db/${x}"
                      user: "admin {{ \\"{{\\" }} none }}"
                """.formatted(file.value("password").orElseThrow()));
    }

    @Test
    void pods_start_anew_with_what_is_newly_sealed() {
        Expansion before =
                place(folder(sealed(SealScope.STRICT, "shop", "login", "password")), new Shop("shop", LOGIN));
        Expansion after = place(folder(sealed(SealScope.STRICT, "shop", "login", "password")), new Shop("shop", LOGIN));

        assertThat(checksum(before)).matches("[0-9a-f]{32}").isNotEqualTo(checksum(after));
    }

    private static String checksum(Expansion expansion) {
        return object(expansion, "Deployment")
                .spec()
                .mapping("template")
                .mapping("metadata")
                .mapping("annotations")
                .text("hearth.dev/secret-login")
                .orElse("");
    }

    @Test
    void whoever_uses_it_comes_after_the_controller() {
        Expansion expansion =
                place(folder(sealed(SealScope.STRICT, "shop", "login", "password")), new Shop("shop", LOGIN));

        assertThat(expansion.facts(Order.class))
                .extracting(Stated::component, order -> order.fact().after())
                .contains(Tuple.tuple("shop", "controller"));
    }

    @Test
    void two_components_of_a_namespace_share_one_object_and_each_namespace_has_its_own() {
        SealedFile one = sealed(SealScope.STRICT, "one", "login", "password");
        SealedFile two = sealed(SealScope.STRICT, "two", "login", "password");

        Expansion expansion = place(folder(one, two), new Shop("one", LOGIN), new Shop("two", LOGIN));

        assertThat(expansion.manifests())
                .filteredOn(manifest -> manifest.kind().equals("SealedSecret"))
                .extracting(manifest -> manifest.namespace().orElseThrow() + " of "
                        + manifest.owner().orElseThrow())
                .containsExactlyInAnyOrder("one of one", "two of two");
    }

    @Test
    void what_is_not_sealed_is_an_error_with_the_command_that_seals_it() {
        Expansion expansion = place(folder(), new Shop("shop", LOGIN));

        Finding finding = expansion.findings().get(0);
        assertThat(finding.rule()).isEqualTo("secret.unsealed");
        assertThat(finding.toString())
                .contains("nothing is sealed for password in secrets")
                .contains("hearth seal --folder secrets --namespace shop --name login password='?'");
        assertThat(expansion.manifests()).noneMatch(manifest -> manifest.kind().equals("SealedSecret"));
    }

    @Test
    void a_key_that_is_not_sealed_is_an_error_and_one_that_nobody_has_a_warning() {
        Expansion expansion = place(folder(sealed(SealScope.STRICT, "shop", "login", "old")), new Shop("shop", LOGIN));

        assertThat(rules(expansion)).containsExactlyInAnyOrder("secret.unsealed", "secret.unused");
    }

    @Test
    void a_file_that_no_component_uses_is_a_warning() {
        Expansion expansion = place(
                folder(
                        sealed(SealScope.STRICT, "shop", "login", "password"),
                        sealed(SealScope.STRICT, "shop", "old", "password")),
                new Shop("shop", LOGIN));

        assertThat(rules(expansion)).containsExactly("secret.unused");
    }

    @Test
    void a_value_under_another_name_than_it_was_sealed_for_is_an_error() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");
        SecretsFolder moved = folder(file)
                .with(SealedFile.of("shop", "entry", "Opaque", SealScope.STRICT)
                        .with("password", file.value("password").orElseThrow()));

        Expansion expansion =
                place(moved, new Shop("shop", new Credential("entry", "Opaque", LOGIN.origin(), LOGIN.entries())));

        assertThat(expansion.findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .contains("secret.moved")
                        .contains("the value of password is sealed strict for shop/login"));
    }

    @Test
    void a_scope_that_is_not_the_one_it_was_sealed_for_is_an_error() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");
        SealedFile changed = SealedFile.of("shop", "login", "Opaque", SealScope.CLUSTER_WIDE)
                .with("password", file.value("password").orElseThrow());

        assertThat(rules(place(folder(file).with(changed), new Shop("shop", LOGIN))))
                .contains("secret.moved");
    }

    @Test
    void a_value_from_elsewhere_is_told_and_no_more() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");
        SecretsFolder foreign = folder(file).with(sealed(SealScope.STRICT, "shop", "login", "password"));

        Expansion expansion = place(foreign, new Shop("shop", LOGIN));

        assertThat(rules(expansion)).containsExactly("secret.ledger");
    }

    @Test
    void a_value_for_an_older_certificate_is_stale_and_for_an_unknown_one_foreign() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");
        Vault next = Vault.from(TODAY.plusDays(1));
        SecretsFolder rotated = folder(file).with(next.certificate());
        SecretsFolder proven =
                rotated.with(rotated.ledger().proven(next.certificate().fingerprint(), TODAY));
        SecretsFolder other = SecretsFolder.empty("secrets")
                .with(next.certificate())
                .with(file)
                .with(proven.ledger());

        assertThat(rules(place(proven, new Shop("shop", LOGIN)))).containsExactly("secret.stale");
        assertThat(rules(place(other, new Shop("shop", LOGIN)))).containsExactly("secret.certificate");
    }

    @Test
    void a_certificate_that_expires_is_told_a_month_before_and_after() {
        SecretsFolder folder = folder(sealed(SealScope.STRICT, "shop", "login", "password"));
        LocalDate end = VAULT.certificate().until().atZone(ZoneOffset.UTC).toLocalDate();
        Cluster cluster = cluster(new Shop("shop", LOGIN));

        assertThat(messages(folder, end.minusDays(31), cluster)).noneMatch(text -> text.contains("expire"));
        assertThat(messages(folder, end.minusDays(3), cluster)).anyMatch(text -> text.contains("expires on " + end));
        assertThat(messages(folder, end.plusDays(1), cluster)).anyMatch(text -> text.contains("expired on " + end));
    }

    private static List<String> messages(SecretsFolder folder, LocalDate today, Cluster cluster) {
        return place(folder, today, cluster).findings().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    void keys_without_a_proven_backup_are_warned_of_and_again_after_a_year() {
        SealedFile file = sealed(SealScope.STRICT, "shop", "login", "password");
        SecretsFolder proven = folder(file);
        SecretsFolder unproven =
                proven.with(new Ledger(proven.ledger().values(), Ledger.empty().backups()));
        Cluster cluster = cluster(new Shop("shop", LOGIN));

        assertThat(rules(place(unproven, TODAY, cluster))).containsExactly("secret.backup");
        assertThat(rules(place(proven, TODAY.plusDays(365), cluster))).isEmpty();
        assertThat(rules(place(proven, TODAY.plusDays(366), cluster))).containsExactly("secret.backup");
    }

    @Test
    void without_a_controller_nothing_would_open_it() {
        Cluster cluster = cluster(new Shop("shop", LOGIN)).without("controller");

        assertThat(rules(place(folder(sealed(SealScope.STRICT, "shop", "login", "password")), TODAY, cluster)))
                .containsExactly("secret.controller");
    }

    @Test
    void a_credential_that_says_its_own_origin_keeps_it() {
        Expansion expansion = place(folder(), new Shop("shop", LOGIN.outside()));

        assertThat(expansion.findings()).isEmpty();
        assertThat(expansion.manifests()).noneMatch(manifest -> manifest.kind().equals("SealedSecret"));
    }

    @Test
    void the_command_says_how_each_value_comes_to_be() {
        Credential all = Credential.named("all")
                .from(Credential.sealed(SealScope.NAMESPACE_WIDE))
                .random("a", 16)
                .password("b", 24)
                .asked("c", "it")
                .passwordFile("d", "admin")
                .privateKey("e", Credential.KeyKind.RSA)
                .privateKey("f", Credential.KeyKind.ED25519)
                .privateKey("g", Credential.KeyKind.SSH)
                .publicKey("h", "g");

        assertThat(SealCommand.of("secrets/home", all, "shop"))
                .isEqualTo(
                        "hearth seal --folder secrets/home --namespace shop --name all --scope namespace-wide a=random:16"
                                + " b=password:24 c='?' d=htpasswd:admin e=rsa f=ed25519 g=ssh h=public:g");
        assertThat(SealCommand.of("s", Credential.named("tls").selfSigned("a.home.arpa", "10.0.0.1"), "shop"))
                .isEqualTo("hearth seal --folder s --namespace shop --name tls --type kubernetes.io/tls --tls"
                        + " a.home.arpa,10.0.0.1");
        assertThat(SealCommand.of("s", Credential.named("pull").dockerConfig("ghcr.io", "me"), "shop"))
                .isEqualTo(
                        "hearth seal --folder s --namespace shop --name pull --type kubernetes.io/dockerconfigjson --docker"
                                + " ghcr.io,me");
    }

    @Test
    void credentials_of_one_name_and_the_same_secrets_are_sealed_as_one() {
        Credential profile = LOGIN.composed("profile", Value.of("[default]\npassword=${password}\n"));

        Expansion expansion = Expansion.of(cluster(new Shop("one", LOGIN), new Shop("two", profile)));

        assertThat(SealNeed.of(expansion))
                .singleElement()
                .satisfies(need -> assertThat(need.namespaces()).containsExactly("one", "two"));
    }
}
