package dev.hearth.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What others show by their own examples; skipped where they are not in Go's module cache. */
class FixturesTest {

    @Test
    void pods_are_judged_as_pod_security_admission_judges_them() {
        Fixtures.Result result = Fixtures.installed().podSecurity();

        assumeTrue(result.files() > 0, "k8s.io/pod-security-admission is not in Go's module cache");
        assertThat(result.differing()).isEmpty();
    }

    @Test
    void examples_of_validators_are_told_apart() {
        List<Fixtures.Result> results = Fixtures.installed().results();

        assumeTrue(!results.isEmpty(), "no examples in Go's module cache");
        assertThat(results.stream().flatMap(result -> result.differing().stream()))
                // The server refuses a finalizer without a slash.
                .isSubsetOf("configmap.yaml");
    }
}
