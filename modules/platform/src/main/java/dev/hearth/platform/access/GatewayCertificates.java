package dev.hearth.platform.access;

import com.google.common.collect.ImmutableList;
import dev.hearth.dsl.Part;
import dev.hearth.dsl.Patch;
import dev.hearth.dsl.Scope;
import dev.hearth.manifest.Bool;
import dev.hearth.manifest.Manifest;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Node;
import java.util.List;

/**
 * The certificates by which the control plane of a Gateway and the pods that serve it know each other, of an authority that nobody
 * else trusts; and one for callers of unknown hosts. cert-manager takes the place of upstream's Job, whose certificates end
 * after three years.
 *
 * @param name the name of the control plane, and the start of all names
 * @param unknownHosts the Secret with the certificate for hosts that no route has
 * @see <a href="https://docs.nginx.com/nginx-gateway-fabric/install/secure-certificates/">Upstream's way with cert-manager</a>
 */
record GatewayCertificates(String name, String unknownHosts) implements Part {

    private static final String TEN_YEARS = "87600h0m0s";

    private String serverSecret() {
        return name + "-server-tls";
    }

    String agentSecret() {
        return name + "-agent-tls";
    }

    private String authority() {
        return name + "-ca";
    }

    private String selfSigned() {
        return name + "-selfsigned";
    }

    /** The control plane has its certificate in that folder. */
    Patch mount(String folder) {
        return ServingCertificate.mounting(name, serverSecret(), folder);
    }

    @Override
    public void expand(Scope scope) {
        CertManager.neededBy(scope);
        scope.manifest(issuer(selfSigned(), Mapping.of("selfSigned", Mapping.empty())));
        scope.manifest(authorityCertificate());
        scope.manifest(issuer(authority(), Mapping.of("ca", Mapping.of("secretName", Node.text(authority())))));
        scope.manifest(
                certificate(serverSecret(), authority(), ImmutableList.of(name + "." + scope.namespace() + ".svc")));
        // Upstream gives the other side this name; what counts is who signed it.
        scope.manifest(certificate(agentSecret(), authority(), ImmutableList.of("*.cluster.local")));
        scope.manifest(certificate(
                unknownHosts,
                selfSigned(),
                scope.cluster().domains().stream().map(domain -> "*." + domain).toList()));
    }

    /** It keeps its key when it is renewed, so that those who have the old one and those who have the new one trust each other. */
    private Manifest authorityCertificate() {
        return object(
                "Certificate",
                authority(),
                Mapping.builder()
                        .put("isCA", Bool.TRUE)
                        .put("commonName", authority())
                        .put("secretName", authority())
                        .put("duration", TEN_YEARS)
                        .put("privateKey", Mapping.of("rotationPolicy", Node.text("Never")))
                        .put("issuerRef", reference(selfSigned()))
                        .build());
    }

    private static Manifest certificate(String secret, String issuer, List<String> names) {
        return object(
                "Certificate",
                secret,
                Mapping.builder()
                        .put("secretName", secret)
                        .put("dnsNames", Node.texts(names))
                        .put("privateKey", Mapping.of("rotationPolicy", Node.text("Always")))
                        .put("issuerRef", reference(issuer))
                        .build());
    }

    private static Mapping reference(String issuer) {
        return Mapping.builder()
                .put("group", "cert-manager.io")
                .put("kind", "Issuer")
                .put("name", issuer)
                .build();
    }

    private static Manifest issuer(String name, Mapping spec) {
        return object("Issuer", name, spec);
    }

    private static Manifest object(String kind, String name, Mapping spec) {
        return Manifest.of(Mapping.builder()
                .put("apiVersion", "cert-manager.io/v1")
                .put("kind", kind)
                .put("metadata", Mapping.of("name", Node.text(name)))
                .put("spec", spec)
                .build());
    }
}
