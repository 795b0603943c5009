package dev.hearth.importer;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.hearth.findings.Finding;
import dev.hearth.manifest.Manifest;
import java.util.Optional;

/**
 * What a file holds.
 *
 * @param file its name in positions
 * @param objects its Kubernetes objects, in order, those of a List one by one
 * @param findings what cannot be read, or lacks what every object has
 * @param skipped what else it holds, in words: why that is no Kubernetes object; empty where there is nothing else
 */
public record Imported(
        String file, ImmutableList<Manifest> objects, ImmutableList<Finding> findings, Optional<String> skipped) {

    public Imported {
        requireNonNull(file, "file");
        requireNonNull(objects, "objects");
        requireNonNull(findings, "findings");
        requireNonNull(skipped, "skipped");
    }

    static Imported skipped(String file, String reason) {
        return new Imported(file, ImmutableList.of(), ImmutableList.of(), Optional.of(reason));
    }

    static Imported broken(String file, Finding finding) {
        return new Imported(file, ImmutableList.of(), ImmutableList.of(finding), Optional.empty());
    }

    /** Whether there is nothing in it to judge: no object, and nothing that was meant to be one. */
    public boolean nothing() {
        return objects.isEmpty() && findings.isEmpty();
    }
}
