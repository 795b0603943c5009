package dev.hearth.schemas;

/**
 * Why the API server refuses a field: the reasons of its status causes, as words.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a>
 */
public enum Reason {
    /** A value of another type: {@code replicas: "three"}. */
    TYPE("type"),
    /** A field that the kind does not have. */
    UNKNOWN_FIELD("unknown-field"),
    /** A field, or a key of a list, that is there twice. */
    DUPLICATE("duplicate"),
    /** A field that must be there, and not empty. */
    REQUIRED("required"),
    /** A value of the right type that breaks a rule. */
    INVALID("invalid"),
    /** A value that is none of those that are allowed. */
    UNSUPPORTED("unsupported"),
    /** A field that must not be there, or not beside another. */
    FORBIDDEN("forbidden"),
    /** A text or a list that is too long. */
    TOO_LONG("too-long"),
    /** A list with too many items. */
    TOO_MANY("too-many"),
    /** A number beyond the 32 bits of its field. The API server refuses it not, but stores another one without a word. */
    WRAPPED("wrapped");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** Whether the API server refuses an object for it. */
    public boolean refused() {
        return this != WRAPPED;
    }

    /** As in the id of its rule, {@code schema.unknown-field} for example. */
    public String word() {
        return word;
    }
}
