package dev.hearth.platform.access;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;

/**
 * Accounts that people have elsewhere, which {@link Dex} takes them by.
 *
 * <pre>{@code
 * Connector.gitHub("github", Credential.named("dex-github")
 *     .asked("client-id", "of the OAuth app at github.com")
 *     .asked("client-secret", "its secret"), "my-organization")
 * }</pre>
 *
 * @see <a href="https://dexidp.io/docs/connectors/">Connectors</a>
 */
public sealed interface Connector {

    /** Its name in Dex; it must not change, for it is part of who somebody is. */
    String id();

    /** What people read on the button. */
    String title();

    /**
     * People of organizations at github.com; a team is the group {@code organization:team}.
     *
     * @param credential its {@code client-id} and {@code client-secret}
     */
    static Connector gitHub(String id, Credential credential, String... organizations) {
        return new GitHub(id, "GitHub", credential, ImmutableList.copyOf(organizations));
    }

    /**
     * People of another OpenID provider, with the groups that it says.
     *
     * @param credential its {@code client-id} and {@code client-secret}
     */
    static Connector openId(String id, String title, String issuer, Credential credential) {
        return new OpenId(id, title, issuer, credential);
    }

    /**
     * People of a directory, asked with LDAPS; groups are entries of the class {@code groupOfNames}.
     *
     * @param server the directory's host
     * @param account the distinguished name of the account that searches
     * @param password its password
     * @param users the entry below which people are
     * @param groups the entry below which groups are
     */
    static Connector ldap(
            String id, String server, String account, Credential.Key password, String users, String groups) {
        return new Ldap(id, "Directory", server, account, password, users, groups);
    }

    /** Organizations at github.com. */
    record GitHub(String id, String title, Credential credential, ImmutableList<String> organizations)
            implements Connector {

        public GitHub {
            name(id);
            requireNonNull(title, "title");
            if (organizations.isEmpty()) {
                throw new IllegalArgumentException(
                        "connector " + id + " needs an organization, or everybody at github.com could log in");
            }
            credential.entry(OidcClient.ID);
            credential.entry(OidcClient.SECRET);
        }
    }

    /** Another OpenID provider. */
    record OpenId(String id, String title, String issuer, Credential credential) implements Connector {

        public OpenId {
            name(id);
            requireNonNull(title, "title");
            literal("issuer", issuer);
            credential.entry(OidcClient.ID);
            credential.entry(OidcClient.SECRET);
        }
    }

    /** A directory. */
    record Ldap(
            String id,
            String title,
            String server,
            String account,
            Credential.Key password,
            String users,
            String groups)
            implements Connector {

        public Ldap {
            name(id);
            requireNonNull(title, "title");
            Names.subdomain("server", server);
            literal("account", account);
            requireNonNull(password, "password");
            literal("users", users);
            literal("groups", groups);
        }
    }

    private static void name(String id) {
        ClientLogin.name(id);
    }

    /** Dex replaces '$' in the settings of connectors by what is in its environment. */
    private static void literal(String what, String text) {
        if (text.isBlank() || text.indexOf('$') >= 0) {
            throw new IllegalArgumentException(
                    "the " + what + " of a connector must be a text without '$', but was '" + text + "'");
        }
    }
}
