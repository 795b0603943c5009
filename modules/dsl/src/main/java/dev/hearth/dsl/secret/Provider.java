package dev.hearth.dsl.secret;

import com.google.common.collect.ImmutableSet;
import dev.hearth.dsl.Credential;

/** Where the values of a store are. */
public sealed interface Provider permits Vault, Aws, KubernetesSecrets, Webhook, Existing {

    /** What the store itself is opened with. */
    default ImmutableSet<Credential> credentials() {
        return ImmutableSet.of();
    }
}
