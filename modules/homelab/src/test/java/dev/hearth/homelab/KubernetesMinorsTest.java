package dev.hearth.homelab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.pipeline.Rendering;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On which versions of Kubernetes the home cluster runs, and that it says so where it does not. */
class KubernetesMinorsTest {

    private static Rendering on(String version) {
        return PlatformPage.render(new HomeLab().define().kubernetes(version));
    }

    private static List<String> unsupported(Rendering rendering) {
        return rendering.findings().stream()
                .filter(finding -> finding.rule().equals("model.kubernetes"))
                .map(Finding::subject)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.35", "1.36"})
    void renders_without_a_word_where_upstreams_support_all_of_it(String version) {
        Rendering rendering = on(version);

        assertThat(rendering.findings())
                .filteredOn(finding -> finding.severity() != Severity.INFO)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.28 | component argocd, component cert-manager, component external-secrets, component nginx-ingress",
                "1.29 | component argocd, component cert-manager, component external-secrets",
                "1.32 | component argocd, component cert-manager, component external-secrets",
                "1.33 | component external-secrets",
                "1.34 | component external-secrets",
                "1.37 | component argocd, component cert-manager, component external-secrets, component nginx-ingress",
            })
    void says_which_components_their_makers_do_not_support_there(String version, String components) {
        Rendering rendering = on(version);

        assertThat(rendering.hasErrors()).isFalse();
        assertThat(String.join(", ", unsupported(rendering))).isEqualTo(components);
    }
}
