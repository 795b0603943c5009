package dev.hearth.secrets;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.CredentialUse;
import dev.hearth.dsl.Expansion;
import dev.hearth.dsl.SealScope;
import dev.hearth.dsl.Stated;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A credential whose values are sealed, with the same values in every namespace that uses it.
 *
 * @param credential what it holds, without any value; its origin is {@link Credential.Sealed}
 * @param namespaces where it must be
 */
public record SealNeed(Credential credential, ImmutableSortedSet<String> namespaces) {

    /** What makes two credentials one secret: whoever puts other texts together from the same values still shares them. */
    private record Same(String name, Credential.Origin origin, ImmutableSet<Credential.Entry> secrets) {}

    /**
     * All of a cluster, by name. Those whose keys are no secrets need nothing sealed. Credentials of one name with the same secret
     * keys are one, whatever else they have.
     */
    public static ImmutableList<SealNeed> of(Expansion expansion) {
        Map<Same, Credential> first = new LinkedHashMap<>();
        Map<Same, TreeSet<String>> needs = new LinkedHashMap<>();
        for (Stated<CredentialUse> use : expansion.facts(CredentialUse.class)) {
            Credential credential = use.fact().credential();
            if (credential.origin() instanceof Credential.Sealed
                    && !credential.secrets().isEmpty()) {
                Same same = new Same(credential.name(), credential.origin(), ImmutableSet.copyOf(credential.secrets()));
                first.putIfAbsent(same, credential);
                needs.computeIfAbsent(same, unknown -> new TreeSet<>())
                        .add(use.fact().namespace());
            }
        }
        return needs.entrySet().stream()
                .map(need -> new SealNeed(
                        requireNonNull(first.get(need.getKey())), ImmutableSortedSet.copyOf(need.getValue())))
                .sorted(Comparator.comparing(
                                (SealNeed need) -> need.credential().name())
                        .thenComparing(need -> need.namespaces().first()))
                .collect(ImmutableList.toImmutableList());
    }

    SealScope scope() {
        return ((Credential.Sealed) credential.origin()).scope();
    }
}
