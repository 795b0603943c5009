package dev.hearth.dsl;

/**
 * Something that starts pods anew when a Secret changes that their workload names. Workloads that take a value of a store as
 * a variable, or read its file only at their start, name it; without such an offer they name nothing.
 *
 * <pre>{@code
 * Site.microk8s().preinstalled("reloader", "reloader",
 *     Offers.of(new RestartOffer("secret.reloader.stakater.com/reload")))
 * }</pre>
 *
 * @param annotation the annotation of a Deployment, StatefulSet or DaemonSet that names such Secrets of its namespace, with
 *     commas between them
 */
public record RestartOffer(String annotation) implements Offer {

    public RestartOffer {
        if (annotation.isBlank()) {
            throw new IllegalArgumentException("an offer to start pods anew needs the annotation that asks for it");
        }
    }
}
