package dev.hearth.platform.access;

import com.google.common.collect.ImmutableSortedSet;

/**
 * The groups of the identity provider, and what people in them may do, wherever they log in.
 *
 * <pre>{@code
 * Groups.admins("admins").editors("developers").viewers("family")
 * }</pre>
 *
 * @param admins who may do everything
 * @param editors who may change what runs, but not who may do so
 * @param viewers who may look
 */
public record Groups(
        ImmutableSortedSet<String> admins, ImmutableSortedSet<String> editors, ImmutableSortedSet<String> viewers) {

    public Groups {
        admins.forEach(Groups::name);
        editors.forEach(Groups::name);
        viewers.forEach(Groups::name);
        if (admins.isEmpty()) {
            throw new IllegalArgumentException("there must be a group of admins, or nobody could let anybody in");
        }
    }

    /** Those groups may do everything. */
    public static Groups admins(String... groups) {
        return new Groups(ImmutableSortedSet.copyOf(groups), ImmutableSortedSet.of(), ImmutableSortedSet.of());
    }

    /** A copy in which those groups may change what runs. */
    public Groups editors(String... groups) {
        return new Groups(admins, ImmutableSortedSet.copyOf(groups), viewers);
    }

    /** A copy in which those groups may look. */
    public Groups viewers(String... groups) {
        return new Groups(admins, editors, ImmutableSortedSet.copyOf(groups));
    }

    /** All of them. */
    public ImmutableSortedSet<String> all() {
        return ImmutableSortedSet.<String>naturalOrder()
                .addAll(admins)
                .addAll(editors)
                .addAll(viewers)
                .build();
    }

    /** Names of GitHub's teams and LDAP's groups too, but nothing that ends a text or a rule elsewhere. */
    static String name(String group) {
        if (!group.matches("[A-Za-z0-9]([A-Za-z0-9 ._:/@-]*[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("group '" + group
                    + "' must be of letters, digits, spaces, '.', '_', ':', '/', '@' and '-', a letter or digit at both"
                    + " ends");
        }
        return group;
    }
}
