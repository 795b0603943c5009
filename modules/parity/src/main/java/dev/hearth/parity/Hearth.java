package dev.hearth.parity;

import dev.hearth.checks.Checks;
import dev.hearth.checks.RuleCatalog;
import dev.hearth.checks.RulePage;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What Hearth says of one object, by those of its rules that repeat what the server says. */
final class Hearth {

    private final Checks checks;

    Hearth(Collection<Manifest> definitions) {
        this.checks = Checks.of(KubernetesVersion.parse(Server.VERSION))
                .definitions(definitions)
                .only(Checks.ids().stream().filter(Hearth::mirrors).toList());
    }

    /** Whether a rule says what the API server would: the others know more, or something else. */
    static boolean mirrors(String rule) {
        return RuleCatalog.page(rule).filter(RulePage::refused).isPresent();
    }

    /**
     * @param paths the fields that are at fault
     * @param messages what is wrong, one line each
     */
    record Opinion(Set<String> paths, List<String> messages) {

        boolean accepted() {
            return messages.isEmpty();
        }
    }

    Opinion of(Mapping object) {
        try {
            return opinion(checks.check(List.of(Manifest.of(object))).findings());
        } catch (IllegalArgumentException noObject) {
            String message = String.valueOf(noObject.getMessage());
            return new Opinion(
                    Set.of(message.contains("needs metadata.name") ? "metadata.name" : ""),
                    List.of("not read: " + message));
        } catch (RuntimeException | StackOverflowError crash) {
            return new Opinion(
                    Set.of("CRASH"),
                    List.of("CRASH " + crash + " "
                            + List.of(crash.getStackTrace()).subList(0, 4)));
        }
    }

    private static Opinion opinion(List<Finding> findings) {
        Set<String> paths = new TreeSet<>();
        List<String> messages = new ArrayList<>();
        for (Finding finding : findings) {
            paths.add(finding.path().toString());
            messages.add(finding.rule() + "  " + finding.path() + "  " + finding.message());
        }
        return new Opinion(paths, messages);
    }
}
