package dev.hearth.checks.pods;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.checks.hold.Condition;
import dev.hearth.checks.hold.Term;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that should not be used, with the reason for each: {@code denied-images.yaml} beside this class.
 *
 * <p>An entry names a repository, or a folder of a registry by {@code /*} at its end, and may name single tags. What it
 * excepts stays free.
 */
final class DeniedImages {

    private static final String FILE = "denied-images.yaml";

    private static final String DIGEST = "(?:@[^$]*)?";

    private final ImmutableListMultimap<String, Entry> entries;

    private DeniedImages(ImmutableList<Entry> entries) {
        this.entries = Multimaps.index(entries, Entry::image);
    }

    /**
     * A group of images and what is the matter with them.
     *
     * @param image the repository, or a folder with {@code /*} at its end
     * @param tags the tags meant; empty for all
     * @param except the tags or repositories left out
     * @param severity how bad
     * @param reason what happened to it
     * @param instead what to use
     */
    record Entry(
            String image,
            ImmutableSet<String> tags,
            ImmutableSet<String> except,
            Severity severity,
            String reason,
            String instead) {

        boolean means(ImageName name) {
            String tag = name.tag().isEmpty() ? "latest" : name.tag();
            String plain = tag.startsWith("v") ? tag.substring(1) : tag;
            return !except.contains(tag)
                    && !except.contains(name.repository())
                    && (tags.isEmpty() || tags.contains(tag) || tags.contains(plain));
        }

        /** The same, of the name of an image as it is written. */
        Condition condition(Term name) {
            String meant = tags.isEmpty() ? "(?::[^@$]*)?" : ":v?" + oneOf(tags);
            Condition all = name.matches(written(image) + meant + DIGEST);
            return except.isEmpty() ? all : all.and(name.matches(excepted()).not());
        }

        private String excepted() {
            return except.stream()
                            .map(each -> each.contains("/")
                                    ? written(each) + "(?::[^@$]*)?"
                                    : written(image) + (each.equals("latest") ? "(?::latest)?" : ":" + quoted(each)))
                            .collect(Collectors.joining("|", "(?:", ")"))
                    + DIGEST;
        }

        private static String oneOf(Collection<String> texts) {
            return texts.stream().map(Entry::quoted).collect(Collectors.joining("|", "(?:", ")"));
        }

        private static String quoted(String text) {
            return text.replace(".", "\\.");
        }

        /** A repository as people write it: Docker Hub is left out, and its official images have no folder. */
        private static String written(String repository) {
            String whole = repository.endsWith("/*")
                    ? quoted(repository.substring(0, repository.length() - 1)) + "[^:@$]+"
                    : quoted(repository);
            String hub = "docker\\.io/";
            if (!whole.startsWith(hub)) {
                return whole;
            }
            String path = whole.substring(hub.length());
            String official = "library/";
            return "(?:(?:index\\.)?" + hub + ")?"
                    + (path.startsWith(official) ? "(?:" + official + ")?" + path.substring(official.length()) : path);
        }
    }

    static DeniedImages read() {
        try (InputStream in = DeniedImages.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            Mapping list = Yaml.documents(Yaml.decode(in.readAllBytes(), FILE), FILE)
                    .get(0)
                    .mapping();
            return new DeniedImages(list.sequence("images").mappings().stream()
                    .flatMap(DeniedImages::entries)
                    .collect(toImmutableList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Entry> entries(Mapping group) {
        String state = group.text("state").orElse("");
        Severity severity = state.equals("retired") ? Severity.INFO : Severity.ERROR;
        return group.sequence("names").strings().stream()
                .map(name -> new Entry(
                        name,
                        ImmutableSet.copyOf(group.sequence("tags").strings()),
                        ImmutableSet.copyOf(group.sequence("except").strings()),
                        severity,
                        group.text("reason").orElse("").strip(),
                        group.text("instead").orElse("").strip()));
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** That a container's image is one of those that cannot be pulled, or do harm. */
    Condition withdrawn(Term image) {
        return Condition.anyOf(entries.values().stream()
                .filter(entry -> entry.severity() == Severity.ERROR)
                .map(entry -> entry.condition(image))
                .toList());
    }

    /** What is the matter with that image, if anything. */
    Optional<Entry> entry(ImageName name) {
        String repository = name.repository();
        return Stream.iterate(repository, part -> !part.isEmpty(), DeniedImages::above)
                .map(part -> part.equals(repository) ? part : part + "/*")
                .flatMap(key -> entries.get(key).stream())
                .filter(entry -> entry.means(name))
                .findFirst();
    }
}
