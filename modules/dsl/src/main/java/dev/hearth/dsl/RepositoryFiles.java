package dev.hearth.dsl;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** Files of the user's repository that a derivation reads, such as archives of charts; the edge knows the disk. */
public interface RepositoryFiles {

    /**
     * The files of a folder and of those below it, by their path within it, with {@code /}; empty where there is no such
     * folder.
     *
     * @param path the folder, relative to the root of the repository
     * @throws IllegalArgumentException where it cannot be read; the message says why
     */
    ImmutableSortedMap<String, byte[]> folder(String path);

    /** No files at all. */
    static RepositoryFiles none() {
        return path -> ImmutableSortedMap.of();
    }

    /** Those files, by their path within the repository. */
    static RepositoryFiles of(Map<String, byte[]> files) {
        ImmutableSortedMap<String, byte[]> all = ImmutableSortedMap.copyOf(files);
        return path -> all.entrySet().stream()
                .filter(file -> file.getKey().startsWith(path + "/"))
                .collect(ImmutableSortedMap.toImmutableSortedMap(
                        String::compareTo, file -> file.getKey().substring(path.length() + 1), Map.Entry::getValue));
    }
}
