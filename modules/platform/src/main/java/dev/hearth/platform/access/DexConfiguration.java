package dev.hearth.platform.access;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The file that Dex reads, and the environment that it takes secrets from. */
record DexConfiguration(Dex dex, List<ClientLogin> logins) {

    static final String FILE = "config.yaml";

    Config config() {
        List<Object> settings = new ArrayList<>(List.of(
                "issuer",
                dex.issuer(),
                "storage",
                Data.map("type", "kubernetes", "config", Data.map("inCluster", true, "crdHandling", "check")),
                "web",
                Data.map("http", "0.0.0.0:" + Dex.HTTP.number()),
                "telemetry",
                Data.map("http", "0.0.0.0:5558"),
                "logger",
                Data.map("format", "json"),
                // Applications of the house need no approval of their own people.
                "oauth2",
                Data.map("skipApprovalScreen", true),
                "expiry",
                Data.map("idTokens", dex.session().toSeconds() + "s"),
                "enablePasswordDB",
                !dex.users().isEmpty()));
        if (!dex.users().isEmpty()) {
            settings.add("staticPasswords");
            settings.add(Data.list(dex.users().stream().map(this::user).toArray()));
        }
        if (!dex.connectors().isEmpty()) {
            Value callback = dex.issuer().then("/callback");
            settings.add("connectors");
            settings.add(Data.list(dex.connectors().stream()
                    .map(connector -> new ConnectorSettings(connector).data(callback))
                    .toArray()));
        }
        SortedMap<String, List<ClientLogin>> clients = clients();
        if (!clients.isEmpty()) {
            settings.add("staticClients");
            settings.add(Data.list(clients.values().stream().map(this::client).toArray()));
        }
        return Config.named(dex.name()).yaml(FILE, Data.map(settings.toArray()));
    }

    private Data user(Dex.User user) {
        return Data.map(
                "email", user.email(),
                "hashFromEnv", variable("USER", user.name(), "HASH"),
                "username", user.name(),
                "preferredUsername", user.name(),
                "userID", user.name(),
                "groups", Data.list(user.groups().toArray()));
    }

    /** Two parts of an application may be the same client. */
    private SortedMap<String, List<ClientLogin>> clients() {
        SortedMap<String, List<ClientLogin>> clients = new TreeMap<>();
        for (ClientLogin login : logins) {
            clients.computeIfAbsent(login.id(), id -> new ArrayList<>()).add(login);
        }
        return clients;
    }

    private Data client(List<ClientLogin> same) {
        String id = same.get(0).id();
        Data client = Data.map(
                "id",
                id,
                "name",
                id,
                "redirectURIs",
                Data.list(same.stream()
                        .flatMap(login -> login.redirects().stream())
                        .distinct()
                        .toArray()));
        return client.merge(
                same.get(0).secret().isPresent()
                        ? Data.map("secretEnv", variable("CLIENT", id, "SECRET"))
                        : Data.map("public", true));
    }

    /** Every secret by the variable that the file names. */
    ImmutableSortedMap<String, Credential.Key> environment() {
        Map<String, Credential.Key> all = new TreeMap<>();
        Credential users = passwords();
        dex.users().forEach(user -> all.put(variable("USER", user.name(), "HASH"), users.key(user.name())));
        dex.connectors().forEach(connector -> all.putAll(new ConnectorSettings(connector).environment()));
        for (ClientLogin login : logins) {
            login.secret()
                    .ifPresent(
                            secret -> all.put(variable("CLIENT", login.id(), "SECRET"), secret.key(OidcClient.SECRET)));
        }
        return ImmutableSortedMap.copyOf(all);
    }

    private Credential passwords() {
        Credential passwords = Credential.named(dex.name() + "-users");
        for (Dex.User user : dex.users()) {
            passwords = passwords.asked(
                    user.name(),
                    "the bcrypt hash of the password of " + user.name() + ", what htpasswd -nBC 12 " + user.name()
                            + " prints behind the colon");
        }
        return passwords;
    }

    private static String variable(String what, String name, String part) {
        return "DEX_" + what + "_" + name.replace('-', '_').toUpperCase(Locale.ROOT) + "_" + part;
    }
}
