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

    private static final CrdOffer.Git UPSTREAM = Catalogue.definitions("velero");

    /** The plugin's releases 1.14.1 and 1.14.2 break backups on stores that are not AWS' own. */
    static final VeleroRelease PINNED = new VeleroRelease(
            UPSTREAM.version(), UPSTREAM.commit(), Catalogue.image("velero"), Catalogue.image("velero-plugin-for-aws"));

    public VeleroRelease {
        requireNonNull(server, "server");
        requireNonNull(plugin, "plugin");
    }

    /** The definitions of that version of its API. */
    CrdOffer.Git definitions(String api) {
        return new CrdOffer.Git(UPSTREAM.repository(), commit, version, UPSTREAM.path() + "/" + api + "/bases");
    }
}
