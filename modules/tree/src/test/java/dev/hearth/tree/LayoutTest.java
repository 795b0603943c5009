package dev.hearth.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.manifest.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    private static final Layout HOME = Layout.of("home");
    private static final String RBAC = "rbac.authorization.k8s.io";

    /** Part of the file format: a changed line here renames files in everybody's repository. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'',                          ConfigMap,       monitoring,  dashboards,             configmap-dashboards.yaml",
                "'',                          Service,         monitoring,  grafana,                service-grafana.yaml",
                "apps,                        Deployment,      monitoring,  grafana,                deployment-grafana.yaml",
                "'',                          Namespace,       '',          monitoring,             namespace-monitoring.yaml",
                "autoscaling,                 HorizontalPodAutoscaler, monitoring, web,             horizontalpodautoscaler-web.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          grafana,                clusterrole-grafana.yaml",
                "rbac.authorization.k8s.io,   RoleBinding,     kube-system, grafana,                rolebinding-grafana@kube-system.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          system:metrics-server,  clusterrole-system_3ametrics-server.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          Admin,                  clusterrole-_41dmin.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          a_b,                    clusterrole-a_5fb.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          *,                      clusterrole-_2a.yaml",
                "rbac.authorization.k8s.io,   ClusterRole,     '',          ü,                      clusterrole-_c3_bc.yaml",
                "networking.k8s.io,           NetworkPolicy,   monitoring,  web,                    networkpolicy-web.yaml",
                "crd.projectcalico.org,       NetworkPolicy,   monitoring,  web,                    networkpolicy-web+crd.projectcalico.org.yaml",
                "projectcalico.org,           NetworkPolicy,   data,        web,                    networkpolicy-web@data+projectcalico.org.yaml",
                "serving.knative.dev,         Service,         monitoring,  web,                    service-web+serving.knative.dev.yaml",
                "example.com,                 Photo,           monitoring,  cat,                    photo-cat+example.com.yaml",
                "cert-manager.io,             Certificate,     monitoring,  web,                    certificate-web.yaml",
                "monitoring.coreos.com,       ServiceMonitor,  monitoring,  web,                    servicemonitor-web.yaml",
                "argoproj.io,                 Application,     argocd,      home-grafana,           application-home-grafana@argocd.yaml",
                "apiextensions.k8s.io,        CustomResourceDefinition, '', photos.example.com,     customresourcedefinition-photos.example.com.yaml",
                "example.com,                 My-Kind,         monitoring,  x,                      my_2dkind-x+example.com.yaml",
                "'',                          ConfigMap,       monitoring,  kube-root-ca.crt,       configmap-kube-root-ca.crt.yaml",
            })
    void names_the_file_of_an_object(String group, String kind, String namespace, String name, String file) {
        assertThat(HOME.manifest("grafana", "monitoring", new Identity(group, kind, namespace, name)))
                .isEqualTo(TreePath.of("generated/home/grafana/" + file));
    }

    @Test
    void has_a_place_for_argo_cd_and_for_the_inventory() {
        assertThat(List.of(
                        HOME.root(),
                        HOME.project("observability"),
                        HOME.application("grafana"),
                        HOME.inventory(),
                        HOME.journal(),
                        HOME.generated(),
                        HOME.component("grafana"),
                        HOME.argoCd()))
                .extracting(TreePath::value)
                .containsExactly(
                        "argocd-apps/home/root.yaml",
                        "argocd-apps/home/projects/observability.yaml",
                        "argocd-apps/home/apps/grafana.yaml",
                        ".hearth/home.inventory",
                        ".hearth/home.journal",
                        "generated/home",
                        "generated/home/grafana",
                        "argocd-apps/home");
    }

    @ParameterizedTest
    @CsvSource({
        "con,        _63on",
        "nul.x,      _6eul.x",
        "com1,       _63om1",
        "console,    console",
        "..,         _2e_2e",
        ".git,       _2egit",
        "a.,         a_2e",
        "../../etc,  _2e._2f.._2fetc",
        "Grafana,    _47rafana",
        "a b,        a_20b",
        "a\\b,       a_5cb",
    })
    void escapes_what_a_file_system_refuses_in_the_name_of_a_component(String component, String directory) {
        assertThat(HOME.component(component)).isEqualTo(TreePath.of("generated/home/" + directory));
        assertThat(HOME.application(component)).isEqualTo(TreePath.of("argocd-apps/home/apps/" + directory + ".yaml"));
    }

    @Test
    void shortens_an_overlong_name_the_same_way_every_time() {
        String name = "a".repeat(253);

        TreePath path = HOME.manifest("grafana", "monitoring", new Identity("", "ConfigMap", "monitoring", name));

        assertThat(path)
                .isEqualTo(TreePath.of("generated/home/grafana/configmap-" + "a".repeat(157)
                        + "~a6618fb10135976d8c413399a57afccd.yaml"));
    }

    @Test
    void keeps_two_overlong_names_apart_that_differ_at_the_end() {
        Identity one = new Identity("", "ConfigMap", "monitoring", "a".repeat(252) + "b");
        Identity other = new Identity("", "ConfigMap", "monitoring", "a".repeat(252) + "c");

        assertThat(HOME.manifest("grafana", "monitoring", one))
                .isNotEqualTo(HOME.manifest("grafana", "monitoring", other));
    }

    /** Names made to confuse: separators, escapes, both cases, dots, and parts that can move between fields. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void gives_two_objects_never_one_path_even_on_a_case_blind_disk(long seed) {
        Random random = new Random(seed);
        Map<String, List<String>> byPath = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String component = text(random);
            Identity object = new Identity(group(random), kind(random), optional(random), text(random));
            String meaning = meaning(component, object);
            String path = HOME.manifest(component, "monitoring", object).folded();
            byPath.computeIfAbsent(path, absent -> new ArrayList<>());
            if (!byPath.get(path).contains(meaning)) {
                byPath.get(path).add(meaning);
            }
        }

        assertThat(byPath)
                .allSatisfy((path, meanings) -> assertThat(meanings).as(path).hasSize(1));
    }

    /** What makes an object of a component one for the API server; Argo CD gives it the component's namespace. */
    private static String meaning(String component, Identity object) {
        String namespace = object.namespace().equals("monitoring") ? "" : object.namespace();
        String kind = BareKinds.contains(object.group(), object.kind())
                ? object.kind()
                : object.kind().toLowerCase(Locale.ROOT);
        return String.join("\n", component, object.group(), kind, namespace, object.name());
    }

    private static String text(Random random) {
        String alphabet = "aAbB.-_+@~:*/3f2 ü";
        StringBuilder out = new StringBuilder();
        int length = 1 + random.nextInt(random.nextInt(50) == 0 ? 250 : 4);
        for (int i = 0; i < length; i++) {
            out.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return out.toString();
    }

    private static String optional(Random random) {
        return List.of("", "monitoring", "data", text(random)).get(random.nextInt(4));
    }

    private static String group(Random random) {
        return List.of("", "apps", RBAC, "example.com", text(random)).get(random.nextInt(5));
    }

    private static String kind(Random random) {
        return List.of("Deployment", "Service", "Role", "Configmap", text(random))
                .get(random.nextInt(5));
    }

    @Test
    void knows_one_group_for_every_bare_kind() {
        Map<String, String> claimedTwice = new TreeMap<>(BareKinds.groups());
        claimedTwice.values().removeIf(groups -> !groups.contains(" "));

        assertThat(claimedTwice).isEmpty();
        assertThat(BareKinds.groups()).hasSizeGreaterThan(100);
    }

    @Test
    void needs_names_that_are_not_empty() {
        assertThatThrownBy(() -> Layout.of(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a file needs the cluster of what it holds, but it was empty");
        assertThatThrownBy(() -> HOME.manifest("grafana", "monitoring", new Identity("", "", "", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a file needs the kind of what it holds, but it was empty");
    }
}
