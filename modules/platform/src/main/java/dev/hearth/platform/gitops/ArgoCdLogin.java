package dev.hearth.platform.gitops;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Data;
import dev.hearth.dsl.Value;
import dev.hearth.platform.access.Groups;

/** The values of the chart that let people log in at a provider. */
record ArgoCdLogin(ArgoCd.Login login) {

    private static final String VOLUME = "login-trust";
    private static final String CERTIFICATES = "/etc/argocd-trust";

    /** May look, sync and read logs, but change no settings. */
    private static final String EDITOR = """
            g, role:editor, role:readonly
            p, role:editor, applications, sync, */*, allow
            p, role:editor, applications, action/*, */*, allow
            p, role:editor, logs, get, */*, allow
            """;

    Data values() {
        Value settings = Value.of("name: the house\nissuer: ")
                .then(login.client().issuer())
                .then("\nclientID: " + login.client().id()
                        + "\nenablePKCEAuthentication: true\nrequestedScopes: [openid, profile, email, groups]\n");
        Data values = Data.map(
                "configs",
                Data.map(
                        "cm",
                        Data.map("oidc.config", settings),
                        "rbac",
                        Data.map(
                                // Who is in none of the groups may log in and sees nothing.
                                "policy.default", "", "policy.csv", policy(), "scopes", "[groups]")));
        return login.trust().isEmpty() ? values : values.merge(trusting());
    }

    private String policy() {
        Groups groups = login.groups();
        StringBuilder policy = new StringBuilder();
        if (!groups.editors().isEmpty()) {
            policy.append(EDITOR);
        }
        members(policy, groups.admins(), "role:admin");
        members(policy, groups.editors(), "role:editor");
        members(policy, groups.viewers(), "role:readonly");
        return policy.toString();
    }

    private static void members(StringBuilder policy, ImmutableSortedSet<String> groups, String role) {
        groups.forEach(group ->
                policy.append("g, ").append(group).append(", ").append(role).append('\n'));
    }

    /** Go reads that file, and those of the image's folder of certificates as before. */
    private Data trusting() {
        return Data.map(
                "server",
                Data.map(
                        "env",
                        Data.list(Data.map("name", "SSL_CERT_FILE", "value", CERTIFICATES + "/" + login.key())),
                        "volumes",
                        Data.list(Data.map("name", VOLUME, "configMap", Data.map("name", login.trust()))),
                        "volumeMounts",
                        Data.list(Data.map("name", VOLUME, "mountPath", CERTIFICATES, "readOnly", true))));
    }
}
