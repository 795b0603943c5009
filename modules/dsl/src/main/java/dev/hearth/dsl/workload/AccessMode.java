package dev.hearth.dsl.workload;

/** Who may mount a claim at the same time. */
public enum AccessMode {
    /** The pods of one node. */
    READ_WRITE_ONCE("ReadWriteOnce"),
    /** One pod. */
    READ_WRITE_ONCE_POD("ReadWriteOncePod"),
    /** The pods of many nodes. */
    READ_WRITE_MANY("ReadWriteMany"),
    /** The pods of many nodes, for reading. */
    READ_ONLY_MANY("ReadOnlyMany");

    private final String word;

    AccessMode(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    boolean oneNode() {
        return this == READ_WRITE_ONCE || this == READ_WRITE_ONCE_POD;
    }
}
