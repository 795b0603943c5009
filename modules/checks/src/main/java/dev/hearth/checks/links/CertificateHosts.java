package dev.hearth.checks.links;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.checks.rule.Context;
import dev.hearth.checks.rule.Field;
import dev.hearth.checks.rule.ObjectRule;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code link.certificate-host}: the certificate that an Ingress or Gateway shows for a host is for that host. Only where
 * Certificates of the tree, and nothing else, bring the Secret.
 */
final class CertificateHosts implements ObjectRule {

    private static final String ID = "link.certificate-host";

    @Override
    public ImmutableSet<String> ids() {
        return ImmutableSet.of(ID);
    }

    @Override
    public void check(Manifest object, Context context, Consumer<Finding> findings) {
        Field spec = Field.of(object).get("spec");
        switch (object.identity().group() + "/" + object.kind()) {
            case "networking.k8s.io/Ingress" -> {
                for (Field tls : spec.get("tls").items()) {
                    String secret = tls.get("secretName").textOrEmpty();
                    tls.get("hosts")
                            .items()
                            .forEach(host ->
                                    check(object, host, object.identity().namespace(), secret, context, findings));
                }
            }
            case "gateway.networking.k8s.io/Gateway" -> {
                for (Field listener : spec.get("listeners").items()) {
                    listener(object, listener, context, findings);
                }
            }
            default -> {}
        }
    }

    private static void listener(Manifest gateway, Field listener, Context context, Consumer<Finding> findings) {
        var certificates = listener.get("tls").get("certificateRefs").items();
        if (certificates.size() == 1) {
            Field certificate = certificates.get(0);
            check(
                    gateway,
                    listener.get("hostname"),
                    certificate
                            .get("namespace")
                            .text()
                            .orElse(gateway.identity().namespace()),
                    certificate.get("name").textOrEmpty(),
                    context,
                    findings);
        }
    }

    private static void check(
            Manifest object, Field host, String namespace, String secret, Context context, Consumer<Finding> findings) {
        Optional<String> wanted = host.text().filter(text -> !text.isEmpty());
        if (wanted.isEmpty() || secret.isEmpty()) {
            return;
        }
        ImmutableSet<Manifest> bringers = context.graph().bringers(new Identity("", "Secret", namespace, secret));
        boolean told = !bringers.isEmpty() && bringers.stream().allMatch(CertificateHosts::tells);
        ImmutableSortedSet<String> names =
                bringers.stream().flatMap(CertificateHosts::names).collect(toImmutableSortedSet(String::compareTo));
        if (told && names.stream().noneMatch(name -> covers(name, wanted.get()))) {
            findings.accept(Finding.error(
                            ID,
                            object.identity(),
                            "the certificate in Secret " + secret + " is not for " + wanted.get() + "; it is for "
                                    + String.join(", ", names))
                    .at(host.path())
                    .hint("add the host to the dnsNames of the Certificate; a wildcard stands for one label"));
        }
    }

    private static boolean tells(Manifest object) {
        return object.kind().equals("Certificate")
                && object.identity().group().equals("cert-manager.io")
                && names(object).findAny().isPresent();
    }

    private static Stream<String> names(Manifest certificate) {
        return Stream.concat(
                certificate.spec().sequence("dnsNames").strings().stream(),
                certificate.spec().text("commonName").stream());
    }

    /** Whether a name of a certificate is good for a host; its wildcard stands for exactly one label. */
    static boolean covers(String name, String host) {
        int dot = host.indexOf('.');
        return name.equalsIgnoreCase(host)
                || (name.startsWith("*.") && dot > 0 && name.substring(1).equalsIgnoreCase(host.substring(dot)));
    }
}
