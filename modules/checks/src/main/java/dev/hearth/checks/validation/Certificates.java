package dev.hearth.checks.validation;

import com.google.common.collect.ImmutableSet;
import dev.hearth.checks.rule.Field;
import java.util.HashSet;
import java.util.Set;

/**
 * What the API server asks of CertificateSigningRequests.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/">Certificate
 *     signing requests</a>
 */
final class Certificates {

    private static final ImmutableSet<String> USAGES = ImmutableSet.of(
            "any",
            "cert sign",
            "client auth",
            "code signing",
            "content commitment",
            "crl sign",
            "data encipherment",
            "decipher only",
            "digital signature",
            "email protection",
            "encipher only",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "key agreement",
            "key encipherment",
            "microsoft sgc",
            "netscape sgc",
            "ocsp signing",
            "s/mime",
            "server auth",
            "signing",
            "timestamping");
    private static final String LEGACY = "kubernetes.io/legacy-unknown";
    private static final int SHORTEST = 600;

    private Certificates() {}

    static void request(Field object, Faults faults) {
        Field spec = object.get("spec");
        CertificateRequest.fault(spec.get("request").textOrEmpty())
                .ifPresent(must -> faults.invalid(spec.get("request"), must));
        usages(spec.get("usages"), faults);
        Field signer = spec.get("signerName");
        if (signer.textOrEmpty().equals(LEGACY)) {
            faults.invalid(signer, "must not be " + LEGACY);
        } else {
            faults.requiredForm(signer, Names::signer);
        }
        Field seconds = spec.get("expirationSeconds");
        if (seconds.present() && seconds.number().orElse(0L) < SHORTEST) {
            faults.invalid(seconds, "must be " + SHORTEST + " or more");
        }
    }

    private static void usages(Field usages, Faults faults) {
        if (usages.empty()) {
            faults.required(usages);
        }
        Set<String> seen = new HashSet<>();
        for (Field usage : usages.items()) {
            faults.among(usage, USAGES);
            if (!seen.add(usage.textOrEmpty())) {
                faults.duplicate(usage);
            }
        }
    }
}
