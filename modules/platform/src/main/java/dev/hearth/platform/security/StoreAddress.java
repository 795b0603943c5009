package dev.hearth.platform.security;

import dev.hearth.dsl.Peer;
import dev.hearth.dsl.Port;
import dev.hearth.dsl.ServiceRef;
import dev.hearth.dsl.Value;
import dev.hearth.dsl.secret.Aws;
import dev.hearth.dsl.secret.KubernetesSecrets;
import dev.hearth.dsl.secret.Provider;
import dev.hearth.dsl.secret.SecretStore;
import dev.hearth.dsl.secret.Vault;
import dev.hearth.dsl.secret.Webhook;
import dev.hearth.dsl.workload.Workload;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a store listens, as the operator's pods have to be let through to it. */
sealed interface StoreAddress {

    /** A copy of those pods that may open it. */
    Workload reachedBy(Workload pods);

    /** A service of the cluster. */
    record Inside(ServiceRef service) implements StoreAddress {

        @Override
        public Workload reachedBy(Workload pods) {
            return pods.reaches(service);
        }
    }

    /** A host outside. */
    record Outside(String host, int port) implements StoreAddress {

        @Override
        public Workload reachedBy(Workload pods) {
            return pods.reaches(Peer.outside(host), Port.https(port));
        }
    }

    /** The addresses of those stores, each once; that of this cluster's API server the operator may open anyway. */
    static List<StoreAddress> of(List<SecretStore> stores) {
        return stores.stream()
                .map(SecretStore::provider)
                .flatMap(StoreAddress::of)
                .distinct()
                .toList();
    }

    private static Stream<StoreAddress> of(Provider provider) {
        if (provider instanceof Vault vault) {
            return at(vault.server());
        }
        if (provider instanceof Webhook webhook) {
            return at(webhook.url());
        }
        if (provider instanceof KubernetesSecrets secrets && secrets.auth() instanceof KubernetesSecrets.Token) {
            return at(secrets.server());
        }
        if (provider instanceof Aws aws) {
            String service = aws.service() == Aws.Service.SECRETS_MANAGER ? "secretsmanager" : "ssm";
            return Stream.of(service, "sts")
                    .map(name -> new Outside(name + "." + aws.region() + ".amazonaws.com", 443));
        }
        return Stream.empty();
    }

    private static Stream<StoreAddress> at(Value url) {
        if (!url.services().isEmpty()) {
            return url.services().stream().map(Inside::new);
        }
        // Templates of a path are no part of a URL yet.
        String text = url.pieces().stream().map(StoreAddress::text).collect(Collectors.joining());
        int path = text.indexOf('/', text.indexOf("://") + 3);
        URI uri = URI.create(path < 0 ? text : text.substring(0, path));
        int port = uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? 80 : 443;
        return uri.getHost() == null ? Stream.empty() : Stream.of(new Outside(uri.getHost(), port));
    }

    private static String text(Value.Piece piece) {
        if (piece instanceof Value.Literal literal) {
            return literal.text();
        }
        return piece instanceof Value.PublicHost host ? host.host() : "";
    }
}
