package dev.hearth.checks.pods;

/**
 * The parts of an image's name.
 *
 * @param registry the host; empty where the name has none
 * @param path the repository in its registry
 * @param tag empty where there is none
 * @param digest empty where there is none
 */
record ImageName(String registry, String path, String tag, String digest) {

    static ImageName parse(String text) {
        int at = text.indexOf('@');
        String digest = at < 0 ? "" : text.substring(at + 1);
        String rest = at < 0 ? text : text.substring(0, at);
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        String tag = colon < 0 ? "" : rest.substring(colon + 1);
        String name = colon < 0 ? rest : rest.substring(0, colon);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return new ImageName(host ? first : "", host ? name.substring(slash + 1) : name, tag, digest);
    }

    /** The repository with its registry, as a node's container runtime usually completes it. */
    String repository() {
        boolean hub = registry.isEmpty() || registry.equals("docker.io") || registry.equals("index.docker.io");
        if (!hub) {
            return registry + "/" + path;
        }
        return "docker.io/" + (path.contains("/") ? path : "library/" + path);
    }

    /** Whether the name means one image for ever. */
    boolean pinned() {
        return !digest.isEmpty();
    }

    /** Whether the name means another image with every release. */
    boolean floating() {
        return !pinned() && (tag.isEmpty() || tag.equals("latest"));
    }
}
