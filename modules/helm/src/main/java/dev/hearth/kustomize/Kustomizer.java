package dev.hearth.kustomize;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.ServiceLoader;

/** Builds a Kustomize base as {@code kubectl kustomize} does. Implementations are found by {@link ServiceLoader}. */
public interface Kustomizer {

    /**
     * The objects as YAML, in Kustomize's order.
     *
     * @param files the files of a folder, by their path within it
     * @param entry the folder within it that is built; empty for itself
     * @throws KustomizeException where it cannot be built; the message is Kustomize's
     */
    String build(ImmutableSortedMap<String, byte[]> files, String entry);

    /** What the class path has, or {@code kubectl} where it is among the programs of this machine; empty where there is none. */
    static Optional<Kustomizer> find() {
        return ServiceLoader.load(Kustomizer.class, Kustomizer.class.getClassLoader())
                .findFirst()
                .or(() -> Kubectl.find().map(kubectl -> kubectl));
    }
}
