package dev.hearth.platform.data;

import dev.hearth.dsl.Ask;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import java.util.regex.Pattern;

/**
 * A database of a PostgreSQL server with an owner of the same name; the server makes both when a component
 * {@linkplain dev.hearth.dsl.Component#asks() asks} for it.
 *
 * <pre>{@code
 * record Photos(Database database) implements Component {
 *   public ImmutableSet<Ask> asks() {
 *     return ImmutableSet.of(database);
 *   }
 *   public Manifests manifests(ClusterView cluster) {
 *     return Manifests.of(web.env("DATABASE_URL", database.credential().key("url")));
 *   }
 * }
 * }</pre>
 *
 * @param component the name of the server's component
 * @param name a lower-case letter, then letters, digits and single {@code -}; at most 40 characters
 */
public record Database(String component, String name) implements Ask {

    private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9])*");
    private static final int LONGEST = 40;

    public Database {
        Names.label("component name", component);
        boolean taken = name.equals("postgres") || name.startsWith("template");
        if (!NAME.matcher(name).matches() || name.length() > LONGEST || taken) {
            throw new IllegalArgumentException("database '" + name + "' must be a lower-case letter and up to "
                    + (LONGEST - 1) + " letters, digits and single '-', no '-' at the end, and neither postgres nor"
                    + " template...");
        }
    }

    /** The server. */
    public ServiceRef server() {
        return ServiceRef.of(component, component, Postgres.PORT.name());
    }

    /**
     * How its owner logs in, as a Secret {@code <component>-<database>} wherever it is used: {@code user}, {@code password}
     * and {@code url} ({@code postgres://user:password@host:port/database?sslmode=disable}). All its Secrets have to have
     * the same values, because the server's job sets the password from the one beside it.
     */
    public Credential credential() {
        return Credential.named(component + "-" + name)
                .fixed("user", name)
                .password("password", 32)
                .composed(
                        "url",
                        Value.of("postgres://${user}:${password:url}@")
                                .then(server().address())
                                .then("/" + name + "?sslmode=disable"));
    }

    /** For people: {@code database coder of postgres}. */
    @Override
    public String toString() {
        return "database " + name + " of " + component;
    }
}
