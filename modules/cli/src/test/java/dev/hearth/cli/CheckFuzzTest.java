package dev.hearth.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.checks.Checks;
import dev.hearth.importer.Imported;
import dev.hearth.importer.Inputs;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.report.Format;
import dev.hearth.report.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * Whatever stands in a file, it is read, judged and told of without an exception. The build runs the seeds beside this class;
 * {@code JAZZER_FUZZ=1} in the environment looks for more.
 */
class CheckFuzzTest {

    private static final Checks CHECKS = Checks.of(KubernetesVersion.parse("1.35"));

    @FuzzTest(maxDuration = "5m")
    void any_bytes_are_judged(byte[] bytes) throws IOException {
        Imported file = Inputs.of(new ByteArrayInputStream(bytes))
                .list(List.of(Inputs.STANDARD_INPUT))
                .get(0)
                .read();
        CheckReport found = CHECKS.check(file.objects(), file.findings());
        Report report = new Report(
                ImmutableList.of(file.file()), found.objects(), found.findings(), found.accepted(), ImmutableList.of());
        for (Format format : Format.values()) {
            format.write(report);
        }
    }
}
