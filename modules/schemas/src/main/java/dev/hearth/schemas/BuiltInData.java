package dev.hearth.schemas;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedSet;
import dev.hearth.manifest.KubernetesVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The files of schemas that the library brings, each read once, when it is first needed. */
final class BuiltInData {

    static final String KUBERNETES = "kubernetes.schemas.gz";
    /** Which files of custom resources hold which API groups: lines of both, with a tab between them. */
    static final String INDEX = "custom.index";

    private static final ImmutableSortedSet<Integer> MINORS = ImmutableSortedSet.of(33, 34, 35, 36, 37);
    private static final int ANY = 0;

    private static final Map<String, SchemaFile> READ = new ConcurrentHashMap<>();
    private static final Lazy<ImmutableListMultimap<String, String>> FILES = Lazy.of(BuiltInData::files);

    private BuiltInData() {}

    private static ImmutableListMultimap<String, String> files() {
        ImmutableListMultimap.Builder<String, String> files = ImmutableListMultimap.builder();
        Splitter.on('\n')
                .omitEmptyStrings()
                .split(new String(SchemaFile.bytes(INDEX), UTF_8))
                .forEach(line -> {
                    List<String> words = Splitter.on('\t').splitToList(line);
                    files.put(words.get(0), words.get(1));
                });
        return files.build();
    }

    /** The minor version of Kubernetes that stands in for one of which there is no data. */
    static KubernetesVersion nearest(KubernetesVersion version) {
        Integer floor = MINORS.floor(version.minor());
        return new KubernetesVersion(floor == null ? MINORS.first() : floor);
    }

    /** The kinds of Kubernetes itself. */
    static SchemaFile kubernetes(KubernetesVersion version) {
        int minor = nearest(version).minor();
        return READ.computeIfAbsent(KUBERNETES + minor, key -> SchemaFile.resource(KUBERNETES, minor));
    }

    /** The files that hold custom resources of that group. */
    static ImmutableList<SchemaFile> custom(String group) {
        return FILES.get().get(group).stream().map(BuiltInData::file).collect(toImmutableList());
    }

    private static SchemaFile file(String name) {
        return READ.computeIfAbsent(name, key -> SchemaFile.resource(name, ANY));
    }

    /** Where all data come from. */
    static ImmutableList<Source> sources() {
        Stream<Source> kubernetes =
                MINORS.stream().flatMap(minor -> kubernetes(new KubernetesVersion(minor)).sources().stream());
        Stream<Source> custom =
                FILES.get().values().stream().distinct().sorted().flatMap(name -> file(name).sources().stream());
        return Stream.concat(kubernetes, custom).collect(toImmutableList());
    }
}
