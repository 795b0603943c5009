package dev.hearth.checks;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Severity;
import java.util.Optional;

/**
 * What a rule says of itself.
 *
 * @param id the id of its findings, which never changes
 * @param severity how bad its findings are at the most
 * @param refused whether the API server, or its admission, refuses what the rule finds
 * @param title what must hold, in one sentence without a full stop
 * @param what what it looks at, in a few sentences
 * @param why what goes wrong otherwise
 * @param mend what to do
 * @param sources the pages of upstream that rule
 * @param example where it can be shown on manifests: what it is run with, a broken tree and the mended one
 */
public record RulePage(
        String id,
        Severity severity,
        boolean refused,
        String title,
        String what,
        String why,
        String mend,
        ImmutableList<String> sources,
        Optional<Example> example) {

    public RulePage {
        requireNonNull(id, "id");
        requireNonNull(severity, "severity");
        requireNonNull(title, "title");
        requireNonNull(what, "what");
        requireNonNull(why, "why");
        requireNonNull(mend, "mend");
        requireNonNull(sources, "sources");
        requireNonNull(example, "example");
    }

    /** The family: {@code link} of {@code link.service}. */
    public String family() {
        return id.substring(0, id.indexOf('.'));
    }

    /**
     * The rule at work.
     *
     * @param kubernetes the version of Kubernetes
     * @param podSecurity the level that all pods must keep; empty for what their Namespaces ask
     * @param complete whether the objects are all that the cluster has
     * @param preinstalled what the cluster has besides, in YAML; empty for nothing
     * @param broken objects in YAML that it finds fault with
     * @param mended the same objects, mended
     */
    public record Example(
            String kubernetes,
            String podSecurity,
            boolean complete,
            String preinstalled,
            String broken,
            String mended) {}
}
