package dev.hearth.dsl;

/**
 * A wish that one component has of another, known from its own settings alone: a bucket, a database.
 *
 * <p>Whoever is asked finds the wishes by {@link ClusterView#asks(String, Class)} and fulfils them.
 */
public interface Ask {

    /** The name of the component that is asked. */
    String component();
}
