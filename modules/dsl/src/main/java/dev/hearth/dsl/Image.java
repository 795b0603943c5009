package dev.hearth.dsl;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A container image by its full name: registry and path, tag, and digest where it is known.
 *
 * @param repository registry and path, such as {@code quay.io/prometheus/prometheus}; a name of Docker Hub is written
 *     in full too ({@code docker.io/library/redis})
 * @param tag the tag; never empty, so that a person can read the version
 * @param digest {@code sha256:} and 64 hex digits, or empty
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
public record Image(String repository, String tag, String digest) {

    private static final Pattern REPOSITORY =
            Pattern.compile("[a-z0-9.-]+(:\\d+)?(/[a-z0-9]+((\\.|_{1,2}|-+)[a-z0-9]+)*)+");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("(sha256:[a-f0-9]{64})?");

    public Image {
        requireNonNull(repository, "repository");
        requireNonNull(tag, "tag");
        requireNonNull(digest, "digest");
        int slash = repository.indexOf('/');
        String registry = slash < 0 ? "" : repository.substring(0, slash);
        if (!REPOSITORY.matcher(repository).matches()
                || !(registry.contains(".") || registry.contains(":") || registry.equals("localhost"))) {
            throw new IllegalArgumentException("image '" + repository
                    + "' must name its registry and path in lower case, such as docker.io/library/redis");
        }
        if (!TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("image " + repository + " has the invalid tag '" + tag
                    + "'; a tag is 1 to 128 letters, digits, '.', '_' and '-'");
        }
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("image " + repository + " has the invalid digest '" + digest
                    + "'; write sha256: and 64 hex digits");
        }
    }

    /** The image of that tag, without a digest. */
    public static Image of(String repository, String tag) {
        return new Image(repository, tag, "");
    }

    /**
     * The written form {@code repository:tag} or {@code repository:tag@sha256:...}.
     *
     * @throws IllegalArgumentException where registry or tag are missing
     */
    public static Image parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        if (colon <= named.lastIndexOf('/')) {
            throw new IllegalArgumentException("image '" + text + "' has no tag; write " + named + ":VERSION");
        }
        return new Image(named.substring(0, colon), named.substring(colon + 1), at < 0 ? "" : text.substring(at + 1));
    }

    /** A copy pinned to that digest. */
    public Image digest(String pinned) {
        return new Image(repository, tag, pinned);
    }

    /** A copy with that tag; where it is another one, without a digest. */
    public Image tag(String other) {
        return other.equals(tag) ? this : new Image(repository, other, "");
    }

    /** The written form, as in a manifest. */
    @Override
    public String toString() {
        return repository + ":" + tag + (digest.isEmpty() ? "" : "@" + digest);
    }
}
