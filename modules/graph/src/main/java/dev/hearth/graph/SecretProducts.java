package dev.hearth.graph;

import com.google.common.collect.ImmutableSet;
import dev.hearth.manifest.Identity;
import dev.hearth.manifest.Manifest;
import java.util.Optional;
import java.util.function.Consumer;

/** The Secrets that objects bring about, with their keys as far as they are told. */
final class SecretProducts {

    private SecretProducts() {}

    /** The controller gives the Secret the name of the SealedSecret, whatever its template says. */
    static void sealed(Manifest object, Consumer<Product> made) {
        made.accept(Product.of(
                "Secret",
                object.identity().namespace(),
                object.name(),
                ImmutableSet.<String>builder()
                        .addAll(object.spec().mapping("encryptedData").fields().keySet())
                        .addAll(object.spec()
                                .mapping("template")
                                .mapping("data")
                                .fields()
                                .keySet())
                        .build()));
    }

    static void external(Spot spec, String namespace, String name, Consumer<Product> made) {
        Spot target = spec.get("target");
        String policy = target.get("creationPolicy").text("Owner");
        boolean another = target.get("manifest").present();
        if (!another && !policy.equals("None") && !policy.equals("Merge")) {
            made.accept(new Product(
                    new Identity("", "Secret", namespace, target.get("name").text(name)), keys(spec, target)));
        }
    }

    private static Optional<ImmutableSet<String>> keys(Spot spec, Spot target) {
        Spot template = target.get("template");
        boolean replaces = !template.get("mergePolicy").text().equals("Merge");
        boolean templated = !template.get("data").mapping().isEmpty()
                || template.get("templateFrom").present();
        if (template.get("templateFrom").present() || (spec.get("dataFrom").present() && !(templated && replaces))) {
            return Optional.empty();
        }
        ImmutableSet.Builder<String> keys = ImmutableSet.builder();
        keys.addAll(template.get("data").mapping().fields().keySet());
        if (!templated || !replaces) {
            spec.get("data")
                    .items()
                    .forEach(item -> keys.add(item.get("secretKey").text()));
        }
        return Optional.of(keys.build());
    }

    static void certificate(Manifest object, Consumer<Product> made) {
        ImmutableSet.Builder<String> keys = ImmutableSet.builder();
        keys.add("tls.crt", "tls.key", "ca.crt");
        if (object.spec().mapping("keystores").has("jks")) {
            keys.add("keystore.jks", "truststore.jks");
        }
        if (object.spec().mapping("keystores").has("pkcs12")) {
            keys.add("keystore.p12", "truststore.p12");
        }
        object.spec()
                .sequence("additionalOutputFormats")
                .mappings()
                .forEach(format ->
                        keys.add(format.text("type").orElse("").equals("DER") ? "key.der" : "tls-combined.pem"));
        object.spec()
                .text("secretName")
                .ifPresent(name ->
                        made.accept(Product.of("Secret", object.identity().namespace(), name, keys.build())));
    }

    /** Programs that are told which Secret to make, as the jobs that make the certificates of webhooks are. */
    static void byArguments(Spot spec, String namespace, Consumer<Product> made) {
        for (String sort : new String[] {"initContainers", "containers"}) {
            for (Spot container : spec.get(sort).items()) {
                for (String list : new String[] {"command", "args"}) {
                    container.get(list).items().forEach(word -> argument(word.text(), namespace, made));
                }
            }
        }
    }

    private static void argument(String word, String namespace, Consumer<Product> made) {
        int equals = word.indexOf('=');
        if (word.startsWith("--") && equals > 0 && word.substring(0, equals).contains("secret")) {
            String name = word.substring(word.lastIndexOf('/') < equals ? equals + 1 : word.lastIndexOf('/') + 1);
            if (!name.isEmpty()) {
                made.accept(Product.of("", "Secret", namespace, name));
            }
        } else if (word.equals("redis-initial-password")) {
            made.accept(Product.of("", "Secret", namespace, "argocd-redis"));
        }
    }
}
