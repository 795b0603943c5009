package dev.hearth.manifest;

/** {@code true} or {@code false}. */
public enum Bool implements Node {
    TRUE(true),
    FALSE(false);

    private final boolean value;

    Bool(boolean value) {
        this.value = value;
    }

    /** This node as a Java boolean. */
    public boolean value() {
        return value;
    }
}
