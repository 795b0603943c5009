package dev.hearth.platform.access;

import dev.hearth.dsl.Names;
import dev.hearth.dsl.Offer;

/**
 * A certificate authority of the cluster's own, whose certificate programs and devices have to trust.
 *
 * @param secret the Secret with the certificate, in the namespace of who offers it
 * @param key the key of the certificate, in PEM
 */
public record AuthorityOffer(String secret, String key) implements Offer {

    public AuthorityOffer {
        Names.subdomain("Secret", secret);
        Names.key("key of Secret " + secret, key);
    }
}
