package dev.hearth.dsl.secret;

import dev.hearth.dsl.Names;

/** By which authority the certificate of a store is judged. */
public sealed interface Trust {

    /** By those that every machine knows. */
    record Public() implements Trust {}

    /** By that certificate, which is no secret and stands in the tree. */
    record Pem(String certificates) implements Trust {

        public Pem {
            if (!certificates.startsWith("-----BEGIN CERTIFICATE-----")) {
                throw new IllegalArgumentException(
                        "the authority of a store must be certificates in PEM, that begin with"
                                + " -----BEGIN CERTIFICATE-----");
            }
        }
    }

    /** By that key of a ConfigMap, in the namespace of the component that offers the store. */
    record InConfigMap(String name, String key) implements Trust {

        public InConfigMap {
            Names.subdomain("ConfigMap", name);
            Names.key("key of ConfigMap " + name, key);
        }
    }

    /** By that key of a Secret, in the namespace of the component that offers the store. */
    record InSecret(String name, String key) implements Trust {

        public InSecret {
            Names.subdomain("Secret", name);
            Names.key("key of Secret " + name, key);
        }
    }
}
