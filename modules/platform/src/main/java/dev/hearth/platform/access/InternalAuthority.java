package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.days;

import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import java.time.Duration;

/**
 * A certificate authority of the cluster's own: a root certificate that signs itself, and a ClusterIssuer that signs with
 * it.
 *
 * @param issuer the name of the ClusterIssuer, of the root Certificate and of its Secret
 * @param lifetime how long the root certificate is valid, in whole hours; cert-manager makes it anew, with the same key,
 *     when a third of that is left
 */
public record InternalAuthority(String issuer, Duration lifetime) implements Part {

    private static final Duration SHORTEST = days(180);
    private static final int LONGEST_COMMON_NAME = 64;
    private static final String COMMON_NAME = " internal CA";

    public InternalAuthority {
        Names.subdomain("ClusterIssuer", issuer);
        if (lifetime.compareTo(SHORTEST) < 0 || !lifetime.equals(Duration.ofHours(lifetime.toHours()))) {
            throw new IllegalArgumentException("the root certificate of " + issuer
                    + " must be valid for whole hours, at"
                    + " least " + SHORTEST.toDays() + " days, for the certificates it signs are valid for 90, but was "
                    + lifetime);
        }
    }

    static InternalAuthority named(String issuer) {
        return new InternalAuthority(issuer, days(3650));
    }

    InternalAuthority lifetime(Duration other) {
        return new InternalAuthority(issuer, other);
    }

    /** What others have to trust: the root signs itself, so its certificate is the authority's. */
    AuthorityOffer offer() {
        return new AuthorityOffer(issuer, "tls.crt");
    }

    @Override
    public void expand(Scope scope) {
        // Each in a wave of its own: the webhook must run before the first, and each needs the one before it.
        scope.manifest(issuer(selfSigned(), 1, Mapping.of("selfSigned", Mapping.empty())));
        scope.manifest(root(scope.namespace(), scope.cluster().name()));
        scope.manifest(issuer(
                issuer,
                3,
                Mapping.of("ca", Mapping.builder().put("secretName", issuer).build())));
        // A new key would be a new authority, which no device trusts yet.
        scope.fact(new HoldsData(new Identity("cert-manager.io", "Certificate", scope.namespace(), issuer)));
    }

    private String selfSigned() {
        return issuer + "-selfsigned";
    }

    private static Manifest issuer(String name, int wave, Mapping spec) {
        return object("ClusterIssuer", metadata(name, wave).build(), spec);
    }

    private Manifest root(String namespace, String cluster) {
        return object(
                "Certificate",
                metadata(issuer, 2).put("namespace", namespace).build(),
                Mapping.builder()
                        .put("isCA", Bool.TRUE)
                        .put("commonName", commonName(cluster))
                        .put("secretName", issuer)
                        .put("duration", lifetime.toHours() + "h0m0s")
                        .put(
                                "privateKey",
                                Mapping.builder()
                                        .put("algorithm", "ECDSA")
                                        .put("size", 256)
                                        .put("rotationPolicy", "Never")
                                        .build())
                        .put(
                                "issuerRef",
                                Mapping.builder()
                                        .put("group", "cert-manager.io")
                                        .put("kind", "ClusterIssuer")
                                        .put("name", selfSigned())
                                        .build())
                        .build());
    }

    private static String commonName(String cluster) {
        int most = LONGEST_COMMON_NAME - COMMON_NAME.length();
        return cluster.substring(0, Math.min(cluster.length(), most)) + COMMON_NAME;
    }

    private static Mapping.Builder metadata(String name, int wave) {
        return Mapping.builder()
                .put("name", name)
                .put(
                        "annotations",
                        Mapping.builder()
                                .put("argocd.argoproj.io/sync-wave", Integer.toString(wave))
                                .build());
    }

    private static Manifest object(String kind, Mapping metadata, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "cert-manager.io/v1")
                .put("kind", kind)
                .put("metadata", metadata)
                .put("spec", spec)
                .build());
    }
}
