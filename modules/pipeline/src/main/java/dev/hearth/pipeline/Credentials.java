package dev.hearth.pipeline;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.Finding;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Stated;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** What a cluster says about its credentials: which must exist outside of the tree, and what is wrong with them. */
final class Credentials {

    private Credentials() {}

    /** The Secrets that must be made outside of the tree: {@code minio/minio-root}, sorted. */
    static ImmutableSortedSet<String> outside(Expansion expansion) {
        return expansion.facts(CredentialUse.class).stream()
                .map(Stated::fact)
                .filter(use -> use.credential().origin() instanceof Credential.Outside)
                .map(Credentials::secret)
                .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
    }

    /**
     * {@code secret.origin} for a credential of which nobody says where it comes from, {@code secret.conflict} for one
     * Secret that two credentials describe differently.
     */
    static ImmutableList<Finding> findings(Expansion expansion) {
        ImmutableList.Builder<Finding> findings = ImmutableList.builder();
        Map<String, Stated<CredentialUse>> first = new HashMap<>();
        for (Stated<CredentialUse> stated : expansion.facts(CredentialUse.class)) {
            Credential credential = stated.fact().credential();
            String subject = "component " + stated.component();
            if (credential.origin() instanceof Credential.Unstated) {
                findings.add(
                        Finding.error(
                                        "secret.origin",
                                        subject,
                                        "uses credential " + credential.name()
                                                + ", of which nobody says where it comes from")
                                .from(expansion.placeOf(stated.component()))
                                .hint(
                                        "say outside() and its keys, and make the Secret with the commands of the bootstrap page"));
            }
            Stated<CredentialUse> before = first.putIfAbsent(secret(stated.fact()), stated);
            if (before != null && !before.fact().credential().equals(credential)) {
                findings.add(Finding.error(
                                "secret.conflict",
                                subject,
                                "describes Secret " + secret(stated.fact()) + " otherwise than component "
                                        + before.component() + " does")
                        .from(expansion.placeOf(stated.component()))
                        .hint("share one Credential value, or name one of them otherwise"));
            }
        }
        return findings.build();
    }

    private static String secret(CredentialUse use) {
        return use.namespace() + "/" + use.credential().name();
    }
}
