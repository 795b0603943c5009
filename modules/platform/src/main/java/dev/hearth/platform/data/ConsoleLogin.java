package dev.hearth.platform.data;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.workload.Volume;
import dev.hearth.dsl.workload.Workload;
import dev.hearth.platform.access.Groups;
import dev.hearth.platform.access.OidcClient;

/**
 * Where people log in at the console of {@link Minio}, and what those of which group may do.
 *
 * @param client the client of the provider
 * @param groups who may do everything, who may write, and who may read
 * @param trust a ConfigMap with the certificates that the provider's is checked against; empty for the public ones
 * @param key the key of those certificates
 * @see <a href="https://min.io/docs/minio/linux/reference/minio-server/settings/iam/openid.html">Settings</a>
 */
public record ConsoleLogin(OidcClient client, Groups groups, String trust, String key) {

    private static final String CERTIFICATES = "/etc/minio-trust";

    public ConsoleLogin {
        requireNonNull(client, "client");
        requireNonNull(groups, "groups");
        if (!trust.isEmpty()) {
            Names.subdomain("ConfigMap", trust);
            Names.key("key of ConfigMap " + trust, key);
        }
    }

    ConsoleLogin trusting(String configMap, String at) {
        return new ConsoleLogin(client, groups, configMap, at);
    }

    Workload onto(Workload server) {
        Workload known = server.env(
                        "MINIO_IDENTITY_OPENID_CONFIG_URL", client.issuer().then("/.well-known/openid-configuration"))
                .env("MINIO_IDENTITY_OPENID_CLIENT_ID", client.credential().key(OidcClient.ID))
                .env("MINIO_IDENTITY_OPENID_CLIENT_SECRET", client.credential().key(OidcClient.SECRET))
                .env("MINIO_IDENTITY_OPENID_DISPLAY_NAME", "the house")
                .env("MINIO_IDENTITY_OPENID_SCOPES", "openid,profile,email,groups")
                // The policies of somebody are those named like their groups.
                .env("MINIO_IDENTITY_OPENID_CLAIM_NAME", "groups");
        if (client.component().isEmpty()) {
            known = known.reaches(Peer.outside("the identity provider"), Port.https(443));
        }
        return trust.isEmpty()
                ? known
                // Go reads that file, and those of the image's folder of certificates as before.
                : known.mount(Volume.existingConfig("trust", trust), CERTIFICATES)
                        .env("SSL_CERT_FILE", CERTIFICATES + "/" + key);
    }

    /** Commands that make a policy for each group; made again, it is replaced. */
    String policies() {
        return policy(groups.admins(), "\"admin:*\"", "\"s3:*\"")
                + policy(groups.editors(), "", "\"s3:*\"")
                + policy(groups.viewers(), "", "\"s3:GetBucketLocation\",\"s3:GetObject\",\"s3:ListBucket\"");
    }

    private static String policy(ImmutableSortedSet<String> groups, String admin, String store) {
        String statements = (admin.isEmpty() ? "" : "{\"Effect\":\"Allow\",\"Action\":[" + admin + "]},")
                + "{\"Effect\":\"Allow\",\"Action\":[" + store + "],\"Resource\":[\"arn:aws:s3:::*\"]}";
        StringBuilder commands = new StringBuilder();
        for (String group : groups) {
            commands.append("printf '%s' '{\"Version\":\"2012-10-17\",\"Statement\":[")
                    .append(statements)
                    .append("]}' > /tmp/policy.json\nmc admin policy create store '")
                    .append(group)
                    .append("' /tmp/policy.json\n");
        }
        return commands.toString();
    }
}
