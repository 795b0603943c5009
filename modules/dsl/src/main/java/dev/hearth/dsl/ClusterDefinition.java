package dev.hearth.dsl;

/**
 * A class that describes a cluster; it is public and has a public constructor without parameters.
 *
 * <p>{@code define()} is pure: it may be called more than once and gives equal clusters.
 */
public interface ClusterDefinition {

    /** The cluster. */
    Cluster define();
}
