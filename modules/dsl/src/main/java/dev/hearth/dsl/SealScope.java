package dev.hearth.dsl;

/**
 * Where a sealed value may be opened: the controller refuses it under any other name or namespace.
 *
 * @see <a href="https://github.com/bitnami/sealed-secrets#scopes">Scopes of Sealed Secrets</a>
 */
public enum SealScope {

    /** Under one name in one namespace. */
    STRICT("strict"),

    /** Under any name in one namespace. */
    NAMESPACE_WIDE("namespace-wide"),

    /** Anywhere in the cluster. */
    CLUSTER_WIDE("cluster-wide");

    private final String word;

    SealScope(String word) {
        this.word = word;
    }

    /** The word that {@code kubeseal --scope} takes and that the annotation ends with. */
    public String word() {
        return word;
    }

    /**
     * The scope of that word.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static SealScope of(String word) {
        for (SealScope scope : values()) {
            if (scope.word.equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException(
                "there is no scope '" + word + "'; there are strict, namespace-wide and cluster-wide");
    }
}
