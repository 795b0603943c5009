package dev.hearth.dsl.secret;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Names;

/**
 * A ServiceAccount in the namespace of the component that offers the store; the operator asks for a token of it.
 *
 * @param name the name of the ServiceAccount
 * @param audiences for whom the token is meant; empty for what the provider expects anyway
 */
public record Account(String name, ImmutableList<String> audiences) {

    public Account {
        Names.subdomain("ServiceAccount", name);
    }

    /** That ServiceAccount. */
    public static Account named(String name) {
        return new Account(name, ImmutableList.of());
    }

    /** A copy whose token is meant for those. */
    public Account audience(String... names) {
        return new Account(name, ImmutableList.copyOf(names));
    }
}
