package dev.hearth.argocd;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.Stated;
import dev.hearth.findings.Finding;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A Secret that somebody makes outside of the tree, with the same content in every namespace that uses it.
 *
 * @param credential what it holds, without any value
 * @param namespaces where it must be
 */
public record SecretNeed(Credential credential, ImmutableSortedSet<String> namespaces) {

    static ImmutableList<SecretNeed> of(Expansion expansion, List<Finding> findings) {
        Map<Credential, TreeSet<String>> outside = new LinkedHashMap<>();
        Map<String, Stated<CredentialUse>> first = new TreeMap<>();
        for (Stated<CredentialUse> use : expansion.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            String subject = "component " + use.component();
            if (credential.origin() instanceof Credential.Unstated) {
                findings.add(
                        Finding.error(
                                        "secret.origin",
                                        subject,
                                        "uses credential " + credential.name()
                                                + ", but nobody has said where it comes from")
                                .from(expansion.placeOf(use.component()))
                                .hint(
                                        "say it for all with Cluster.credentials(Credential.sealed()), or for this one with .from(...);"
                                                + " Credential.madeOutside() if a person makes the Secret by the commands of the bootstrap page"));
            }
            String where = use.fact().namespace() + "/" + credential.name();
            Stated<CredentialUse> before = first.putIfAbsent(where, use);
            if (before != null && !before.fact().credential().equals(credential)) {
                findings.add(Finding.error(
                                "secret.twice",
                                subject,
                                "takes Secret " + where + " for something other than component " + before.component()
                                        + " does: " + keys(credential) + " here, "
                                        + keys(before.fact().credential()) + " there")
                        .from(expansion.placeOf(use.component()))
                        .hint("define the credential once and use it in both, or give one of them another name"));
            }
            if (credential.origin() instanceof Credential.Outside) {
                outside.computeIfAbsent(credential, unknown -> new TreeSet<>())
                        .add(use.fact().namespace());
            }
        }
        return outside.entrySet().stream()
                .map(entry -> new SecretNeed(entry.getKey(), ImmutableSortedSet.copyOf(entry.getValue())))
                .sorted(Comparator.comparing(
                                (SecretNeed need) -> need.credential().name())
                        .thenComparing(need -> need.namespaces().first()))
                .collect(ImmutableList.toImmutableList());
    }

    private static String keys(Credential credential) {
        return credential.type() + " "
                + credential.entries().stream()
                        .map(entry -> entry.getClass().getSimpleName() + " " + entry.key())
                        .toList();
    }
}
