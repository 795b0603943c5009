package dev.hearth.schemas;

import static java.util.Objects.requireNonNull;

/**
 * Where schemas come from.
 *
 * @param name the system, {@code kubernetes} or {@code cert-manager} for example
 * @param version its version
 * @param origin the package or the server it was read from
 * @param license under which it is published, as an SPDX expression; empty where it is not known
 */
public record Source(String name, String version, String origin, String license) {

    public Source {
        requireNonNull(name, "name");
        requireNonNull(version, "version");
        requireNonNull(origin, "origin");
        requireNonNull(license, "license");
    }
}
