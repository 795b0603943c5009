package dev.hearth.checks.pods;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Multimaps;
import dev.hearth.findings.Severity;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The images that should not be used, with the reason for each: {@code denied-images.yaml} beside this class.
 *
 * <p>An entry names a repository, or a folder of a registry by {@code /*} at its end, and may name single tags. What it
 * excepts stays free.
 */
final class DeniedImages {

    private static final String FILE = "denied-images.yaml";

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
