package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * Where the images of a registry are pulled from instead.
 *
 * @param registry the registry, or a path in it, such as {@code docker.io}
 * @param mirror what stands for it, such as {@code registry.home.arpa/docker.io}
 */
public record Mirror(String registry, String mirror) {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

    public Mirror {
        check("registry", registry);
        check("mirror", mirror);
    }

    private static void check(String what, String name) {
        requireNonNull(name, what);
        String host = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        if (!NAME.matcher(name).matches() || !(host.contains(".") || host.contains(":") || host.equals("localhost"))) {
            throw new IllegalArgumentException(
                    "a " + what + " of images is a host and perhaps a path, such as docker.io, but was '" + name + "'");
        }
    }
}
