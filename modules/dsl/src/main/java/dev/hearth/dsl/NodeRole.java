package dev.hearth.dsl;

import java.util.Locale;

/**
 * What a node is for where a cluster has several: {@link Site#roles} says which node has which, and workloads ask for one.
 *
 * <p>A role that no node has may be anywhere.
 */
public enum NodeRole {
    /** The way in from the local network. */
    INGRESS,
    /** What watches the cluster. */
    MONITORING,
    /** What people use. */
    APPLICATIONS,
    /** What keeps data for others. */
    STORAGE,
    /** Where people develop. */
    DEVELOPMENT,
    /** What makes backups. */
    BACKUP;

    /** The name of the pool of its nodes. */
    public String pool() {
        return name().toLowerCase(Locale.ROOT);
    }
}
