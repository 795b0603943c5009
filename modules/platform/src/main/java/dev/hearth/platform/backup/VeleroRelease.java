package dev.hearth.platform.backup;

import static java.util.Objects.requireNonNull;

import dev.hearth.dsl.CrdOffer;
import dev.hearth.dsl.Image;
import dev.hearth.platform.Catalogue;

/**
 * A release of Velero with the plugin that goes with it.
 *
 * @param version the release
 * @param commit the full id of the commit that is tagged so, whose definitions are used
 * @param server the image of the server and the node agents
 * @param plugin the image of the plugin for S3
 */
public record VeleroRelease(String version, String commit, Image server, Image plugin) {

    /** The plugin's releases 1.14.1 and 1.14.2 break backups on stores that are not AWS' own. */
    static final VeleroRelease PINNED = new VeleroRelease(
            "v1.18.2",
            "c253c7fe37d78c9b7e55c68544f7c5b2608712d8",
            Catalogue.image("velero"),
            Catalogue.image("velero-plugin-for-aws"));

    public VeleroRelease {
        requireNonNull(server, "server");
        requireNonNull(plugin, "plugin");
    }

    CrdOffer.Git definitions(String path) {
        return new CrdOffer.Git("https://github.com/velero-io/velero.git", commit, version, path);
    }
}
