package dev.hearth.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;

/**
 * Values of one credential, until they are closed.
 *
 * @param values by key
 * @param missing those that are not there because nobody answered
 */
public record MadeValues(ImmutableSortedMap<String, Plain> values, ImmutableList<Credential.Entry> missing)
        implements AutoCloseable {

    /** Whether all that was wanted is there. */
    public boolean complete() {
        return missing.isEmpty();
    }

    @Override
    public void close() {
        values.values().forEach(Plain::close);
    }

    static ImmutableSet<String> secretKeys(Credential credential) {
        return credential.secrets().stream().map(Credential.Entry::key).collect(ImmutableSet.toImmutableSet());
    }
}
