package dev.hearth.platform.access;

import static dev.hearth.dsl.Units.days;

import dev.hearth.dsl.HoldsData;
import dev.hearth.dsl.Names;
import dev.hearth.dsl.Part;
import dev.hearth.manifest.Identity;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.certmanager.api.model.v1.CertificateBuilder;
import io.fabric8.certmanager.api.model.v1.ClusterIssuer;
import io.fabric8.certmanager.api.model.v1.ClusterIssuerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;

/**
 * A certificate authority of the cluster's own: a root certificate that signs itself, and a ClusterIssuer that signs with
 * it.
 *
 * @param issuer the name of the ClusterIssuer, of the root Certificate and of its Secret
 * @param lifetime how long the root certificate is valid; it is made anew, with the same key, when a third is left
 */
public record InternalAuthority(String issuer, Duration lifetime) {

    private static final String WAVE = "argocd.argoproj.io/sync-wave";
    private static final Duration SHORTEST = days(90);

    public InternalAuthority {
        Names.subdomain("ClusterIssuer", issuer);
        if (lifetime.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("the root certificate of " + issuer + " must be valid for at least "
                    + SHORTEST.toDays() + " days, or the certificates it signs would outlive it, but was " + lifetime);
        }
    }

    static InternalAuthority named(String issuer) {
        return new InternalAuthority(issuer, days(3650));
    }

    InternalAuthority lifetime(Duration other) {
        return new InternalAuthority(issuer, other);
    }

    /** Each in a wave of its own, for the webhook must run before the first, and each needs the one before. */
    HasMetadata[] objects(String namespace, String cluster) {
        return new HasMetadata[] {selfSigned(), root(namespace, cluster), signer()};
    }

    /** With its key, the trust of every device that knows the certificate would be lost. */
    Part protection(String namespace) {
        Identity root = new Identity("cert-manager.io", "Certificate", namespace, issuer);
        return scope -> scope.fact(new HoldsData(root));
    }

    private String selfSignedName() {
        return issuer + "-selfsigned";
    }

    private ClusterIssuer selfSigned() {
        return new ClusterIssuerBuilder()
                .withNewMetadata()
                .withName(selfSignedName())
                .addToAnnotations(WAVE, "1")
                .endMetadata()
                .withNewSpec()
                .withNewSelfSigned()
                .endSelfSigned()
                .endSpec()
                .build();
    }

    private Certificate root(String namespace, String cluster) {
        return new CertificateBuilder()
                .withNewMetadata()
                .withName(issuer)
                .withNamespace(namespace)
                .addToAnnotations(WAVE, "2")
                .endMetadata()
                .withNewSpec()
                .withIsCA(true)
                .withCommonName(commonName(cluster))
                .withSecretName(issuer)
                .withDuration(new io.fabric8.kubernetes.api.model.Duration(lifetime))
                .withNewPrivateKey()
                .withAlgorithm("ECDSA")
                .withSize(256)
                // A new key would be a new authority: every certificate and every device would have to follow.
                .withRotationPolicy("Never")
                .endPrivateKey()
                .withNewIssuerRef()
                .withName(selfSignedName())
                .withKind("ClusterIssuer")
                .withGroup("cert-manager.io")
                .endIssuerRef()
                .endSpec()
                .build();
    }

    /** A common name has at most 64 characters. */
    private static String commonName(String cluster) {
        String name = cluster + " internal CA";
        return name.length() <= 64 ? name : name.substring(name.length() - 64);
    }

    private ClusterIssuer signer() {
        return new ClusterIssuerBuilder()
                .withNewMetadata()
                .withName(issuer)
                .addToAnnotations(WAVE, "3")
                .endMetadata()
                .withNewSpec()
                .withNewCa()
                .withSecretName(issuer)
                .endCa()
                .endSpec()
                .build();
    }
}
