package dev.hearth.platform.access;

import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.Value;
import dev.hearth.platform.access.Connector.GitHub;
import dev.hearth.platform.access.Connector.Ldap;
import dev.hearth.platform.access.Connector.OpenId;
import java.util.Locale;

/** What a connector means to Dex and to its pods. */
record ConnectorSettings(Connector connector) {

    /** As Dex's configuration has it. */
    Data data(Value callback) {
        if (connector instanceof GitHub hub) {
            return entry(
                    "github",
                    asClient(callback)
                            .merge(Data.map(
                                    "orgs",
                                    Data.list(hub.organizations().stream()
                                            .map(name -> Data.map("name", name))
                                            .toArray()),
                                    "teamNameField",
                                    "slug")));
        }
        if (connector instanceof OpenId provider) {
            return entry(
                    "oidc",
                    asClient(callback)
                            .merge(Data.map(
                                    "issuer",
                                    provider.issuer(),
                                    "scopes",
                                    Data.list("profile", "email", "groups"),
                                    "insecureEnableGroups",
                                    true)));
        }
        Ldap directory = (Ldap) connector;
        return entry(
                "ldap",
                Data.map(
                        "host",
                        directory.server() + ":636",
                        "bindDN",
                        directory.account(),
                        "bindPW",
                        "$" + variable("PASSWORD"),
                        "userSearch",
                        Data.map(
                                "baseDN", directory.users(),
                                "filter", "(objectClass=person)",
                                "username", "uid",
                                "idAttr", "uid",
                                "emailAttr", "mail",
                                "nameAttr", "cn",
                                "preferredUsernameAttr", "uid"),
                        "groupSearch",
                        Data.map(
                                "baseDN",
                                directory.groups(),
                                "filter",
                                "(objectClass=groupOfNames)",
                                "userMatchers",
                                Data.list(Data.map("userAttr", "DN", "groupAttr", "member")),
                                "nameAttr",
                                "cn")));
    }

    private Data asClient(Value callback) {
        return Data.map(
                "clientID", "$" + variable("ID"), "clientSecret", "$" + variable("SECRET"), "redirectURI", callback);
    }

    private Data entry(String type, Data config) {
        return Data.map("type", type, "id", connector.id(), "name", connector.title(), "config", config);
    }

    private String variable(String what) {
        return "DEX_CONNECTOR_" + connector.id().replace('-', '_').toUpperCase(Locale.ROOT) + "_" + what;
    }

    /** What has to be in Dex's environment. */
    ImmutableSortedMap<String, Credential.Key> environment() {
        if (connector instanceof Ldap directory) {
            return ImmutableSortedMap.of(variable("PASSWORD"), directory.password());
        }
        Credential client = connector instanceof GitHub hub ? hub.credential() : ((OpenId) connector).credential();
        return ImmutableSortedMap.of(
                variable("ID"), client.key(OidcClient.ID), variable("SECRET"), client.key(OidcClient.SECRET));
    }

    /** Who has to be reached. */
    Peer.Outside server() {
        if (connector instanceof GitHub) {
            return new Peer.Outside("github.com");
        }
        return new Peer.Outside(
                connector instanceof Ldap directory ? directory.server() : ((OpenId) connector).issuer());
    }

    /** At which port. */
    Port port() {
        return connector instanceof Ldap ? Port.tcp("ldaps", 636) : Port.https(443);
    }
}
