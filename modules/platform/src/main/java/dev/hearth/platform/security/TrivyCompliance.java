package dev.hearth.platform.security;

import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far the pods of the whole cluster keep to the standard {@code restricted}; the namespaces that need less say so
 * themselves, and are counted here.
 *
 * @param name the name of the report
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security Standards</a>
 */
record TrivyCompliance(String name) implements Part {

    /** One rule of the standard, and the check of Trivy that looks whether it holds. */
    private record Control(String rule, TrivySeverity severity, int check) {}

    private static final List<Control> CONTROLS = List.of(
            new Control("No containers that are processes of a Windows host", TrivySeverity.HIGH, 103),
            new Control("No namespaces of the host", TrivySeverity.HIGH, 8),
            new Control("No privileged containers", TrivySeverity.HIGH, 17),
            new Control("No capabilities beyond the usual ones", TrivySeverity.MEDIUM, 22),
            new Control("No paths of the host", TrivySeverity.MEDIUM, 23),
            new Control("No ports of the host", TrivySeverity.HIGH, 24),
            new Control("The profile of AppArmor stays on", TrivySeverity.HIGH, 2),
            new Control("No SELinux options of one's own", TrivySeverity.MEDIUM, 25),
            new Control("The usual view of /proc", TrivySeverity.MEDIUM, 27),
            new Control("Seccomp stays on", TrivySeverity.MEDIUM, 104),
            new Control("No unsafe kernel settings", TrivySeverity.MEDIUM, 26),
            new Control("Only volumes of the cluster", TrivySeverity.LOW, 28),
            new Control("No way to more privileges", TrivySeverity.MEDIUM, 1),
            new Control("Not as root", TrivySeverity.MEDIUM, 12),
            new Control("Not as user 0", TrivySeverity.LOW, 105),
            new Control("Seccomp is on by name", TrivySeverity.LOW, 30),
            new Control("All capabilities are dropped", TrivySeverity.LOW, 106));

    @Override
    public void expand(Scope scope) {
        List<Mapping> controls = new ArrayList<>();
        for (Control control : CONTROLS) {
            controls.add(Mapping.builder()
                    .put("id", Integer.toString(controls.size() + 1))
                    .put("name", control.rule())
                    .put("severity", control.severity().name())
                    .put(
                            "checks",
                            Node.list(Mapping.of(
                                    "id", Node.text(String.format(Locale.ROOT, "AVD-KSV-%04d", control.check())))))
                    .build());
        }
        scope.manifest(Manifest.of(Mapping.builder()
                .put("apiVersion", TrivyOperator.GROUP + "/v1alpha1")
                .put("kind", "ClusterComplianceReport")
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put(
                        "spec",
                        Mapping.builder()
                                .put("cron", "0 */6 * * *")
                                .put("reportType", "summary")
                                .put("compliance", compliance(controls))
                                .build())
                .build()));
    }

    private Mapping compliance(List<Mapping> controls) {
        return Mapping.builder()
                .put("id", name)
                .put("platform", "k8s")
                .put("type", "pss-restricted")
                .put("title", "Pod Security Standards, restricted")
                .put("description", "How far all pods keep to the strictest standard for pods")
                .put("version", "0.1")
                .put(
                        "relatedResources",
                        Node.texts("https://kubernetes.io/docs/concepts/security/pod-security-standards/"))
                .put("controls", Node.list(controls.toArray(new Mapping[0])))
                .build();
    }
}
