package dev.hearth.graph;

/** Whether an object is there for those who refer to it. */
public enum Standing {
    /** The tree has it, makes it, or it is known to be elsewhere; or every cluster has it. */
    THERE,
    /** Nobody here knows: it may come with a chart, or its namespace is somebody else's. */
    PERHAPS,
    /** Nothing brings it. */
    ABSENT
}
