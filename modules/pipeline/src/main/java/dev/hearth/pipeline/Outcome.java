package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import dev.hearth.checks.CheckReport;
import dev.hearth.dsl.Exemption;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import dev.hearth.findings.Severity;
import dev.hearth.tree.TreePath;
import java.time.Duration;

/**
 * How a run ended.
 *
 * @param goal what it was for
 * @param exitCode the end in one word
 * @param cluster the name of the cluster; empty where there was none
 * @param components how many components it has
 * @param objects how many objects the tree has, Argo CD's too
 * @param findings all that is wrong, in {@link Finding#ORDER}
 * @param written the files that were written, sorted; none unless the goal was to render and there were no errors
 * @param unchanged the files that are as rendered already, sorted
 * @param removed the files that were removed, sorted
 * @param credentials the Secrets that must be made outside of the tree, {@code namespace/name}, sorted
 * @param exemptions defaults done without, each with its reason
 * @param accepted findings that somebody accepts, each with its reason
 * @param bootstrapPage the file that says how to make the credentials and to start the cluster; empty without a cluster
 * @param duration how long it took
 */
public record Outcome(
        Goal goal,
        ExitCode exitCode,
        String cluster,
        int components,
        int objects,
        ImmutableList<Finding> findings,
        ImmutableList<TreePath> written,
        ImmutableList<TreePath> unchanged,
        ImmutableList<TreePath> removed,
        ImmutableList<String> credentials,
        ImmutableList<Stated<Exemption>> exemptions,
        ImmutableList<CheckReport.Accepted> accepted,
        String bootstrapPage,
        Duration duration) {

    static Outcome without(Goal goal, ExitCode exitCode, Finding finding, Duration duration) {
        return new Outcome(
                goal,
                exitCode,
                "",
                0,
                0,
                ImmutableList.of(finding),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                "",
                duration);
    }

    static Outcome of(Goal goal, Rendering rendering, Duration duration) {
        return new Outcome(
                goal,
                rendering.hasErrors() ? ExitCode.FINDINGS : ExitCode.CLEAN,
                rendering.expansion().cluster().name(),
                Math.toIntExact(rendering.expansion().cluster().members().count()),
                rendering.manifests().size(),
                rendering.findings(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                rendering.secrets().stream()
                        .flatMap(need -> need.namespaces().stream()
                                .map(namespace ->
                                        namespace + "/" + need.credential().name()))
                        .sorted()
                        .collect(ImmutableList.toImmutableList()),
                ImmutableList.copyOf(rendering.expansion().facts(Exemption.class)),
                rendering.accepted(),
                rendering.expansion().cluster().bootstrapPage(),
                duration);
    }

    /** A copy that ended like this, with those findings besides. */
    Outcome ended(ExitCode code, Iterable<Finding> more) {
        return new Outcome(
                goal,
                code,
                cluster,
                components,
                objects,
                ImmutableList.sortedCopyOf(
                        Finding.ORDER,
                        ImmutableList.<Finding>builder()
                                .addAll(findings)
                                .addAll(more)
                                .build()),
                written,
                unchanged,
                removed,
                credentials,
                exemptions,
                accepted,
                bootstrapPage,
                duration);
    }

    /** A copy with those findings besides, which do not change how it ended. */
    Outcome warned(Iterable<Finding> more) {
        return ended(exitCode, more);
    }

    /** A copy that did this to the files. */
    Outcome files(
            ImmutableList<TreePath> nowWritten, ImmutableList<TreePath> leftAlone, ImmutableList<TreePath> nowRemoved) {
        return new Outcome(
                goal,
                exitCode,
                cluster,
                components,
                objects,
                findings,
                nowWritten,
                leftAlone,
                nowRemoved,
                credentials,
                exemptions,
                accepted,
                bootstrapPage,
                duration);
    }

    /** A copy that took that long. */
    Outcome took(Duration time) {
        return new Outcome(
                goal,
                exitCode,
                cluster,
                components,
                objects,
                findings,
                written,
                unchanged,
                removed,
                credentials,
                exemptions,
                accepted,
                bootstrapPage,
                time);
    }

    /** Whether nothing is wrong. */
    public boolean clean() {
        return exitCode == ExitCode.CLEAN;
    }

    /** Those findings that are so bad. */
    public ImmutableList<Finding> findings(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .collect(ImmutableList.toImmutableList());
    }

    /** The run in a few lines for people, without a final line end. */
    public String summary() {
        return Summary.of(this);
    }

    /** The run in one line: how many errors, and what that means for the files. */
    public String verdict() {
        return Summary.verdict(this);
    }
}
