package dev.hearth.dsl.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.hearth.dsl.Credential;
import dev.hearth.manifest.Manifest;
import java.util.Map;

/** What a dialect says to an intent. */
sealed interface Answer {

    /**
     * It is kept, by these.
     *
     * @param onHost annotations that hold for the whole host
     * @param onPaths annotations that hold for the paths of the route
     * @param hostSnippets lines of nginx configuration for the whole host
     * @param pathSnippets lines of nginx configuration for the paths of the route
     * @param objects objects beside the Ingress
     * @param credentials Secrets that must be beside the Ingress
     * @param note for people, where nothing of the above shows how
     * @param attachment what goes into an HTTPRoute or beside it
     */
    record Kept(
            ImmutableSortedMap<String, String> onHost,
            ImmutableSortedMap<String, String> onPaths,
            ImmutableList<String> hostSnippets,
            ImmutableList<String> pathSnippets,
            ImmutableList<Manifest> objects,
            ImmutableList<Credential> credentials,
            String note,
            Attachment attachment)
            implements Answer {

        private static final Kept NOTHING = new Kept(
                ImmutableSortedMap.of(),
                ImmutableSortedMap.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of(),
                "",
                Attachment.NONE);

        static Kept byItself(String note) {
            return NOTHING.noted(note);
        }

        static Kept onHost(Map<String, String> annotations) {
            return new Kept(
                    ImmutableSortedMap.copyOf(annotations),
                    ImmutableSortedMap.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    "",
                    Attachment.NONE);
        }

        static Kept onPaths(String annotation, String value) {
            return onPaths(Map.of(annotation, value));
        }

        static Kept onPaths(Map<String, String> annotations) {
            return new Kept(
                    ImmutableSortedMap.of(),
                    ImmutableSortedMap.copyOf(annotations),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    "",
                    Attachment.NONE);
        }

        static Kept inHost(String... lines) {
            return new Kept(
                    ImmutableSortedMap.of(),
                    ImmutableSortedMap.of(),
                    ImmutableList.copyOf(lines),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    "",
                    Attachment.NONE);
        }

        static Kept inPaths(String... lines) {
            return NOTHING.withLines(ImmutableList.copyOf(lines));
        }

        static Kept attached(Attachment attachment) {
            return new Kept(
                    ImmutableSortedMap.of(),
                    ImmutableSortedMap.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    ImmutableList.of(),
                    "",
                    attachment);
        }

        Kept withLines(Iterable<String> lines) {
            return new Kept(
                    onHost, onPaths, hostSnippets, ImmutableList.copyOf(lines), objects, credentials, note, attachment);
        }

        Kept beside(Manifest... more) {
            return new Kept(
                    onHost,
                    onPaths,
                    hostSnippets,
                    pathSnippets,
                    ImmutableList.copyOf(more),
                    credentials,
                    note,
                    attachment);
        }

        Kept using(Credential credential) {
            return new Kept(
                    onHost,
                    onPaths,
                    hostSnippets,
                    pathSnippets,
                    objects,
                    ImmutableList.of(credential),
                    note,
                    attachment);
        }

        Kept noted(String words) {
            return new Kept(onHost, onPaths, hostSnippets, pathSnippets, objects, credentials, words, attachment);
        }
    }

    /** It cannot be kept: why, and what would help. */
    record NotKept(String why, String remedy) implements Answer {}
}
