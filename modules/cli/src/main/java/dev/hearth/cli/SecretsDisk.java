package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.secrets.SecretsFolder;
import dev.hearth.tree.FolderFiles;
import dev.hearth.tree.WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The folder of secrets on the disk. All that is written here is sealed. */
final class SecretsDisk {

    private final Path folder;
    private final FolderFiles files;

    private SecretsDisk(Path folder) {
        this.folder = folder;
        Path whole = folder.toAbsolutePath().normalize();
        Path root = root(whole);
        this.files = FolderFiles.read(root, root.relativize(whole).toString().replace('\\', '/'));
    }

    /** The folder of that name; where none is named, the only one in {@code secrets} that holds certificates. */
    static SecretsDisk of(String named) throws IOException {
        if (!named.isEmpty()) {
            Path folder = Path.of(named);
            if (folder.toAbsolutePath().normalize().getParent() == null) {
                throw new WrongUse("--folder: the root of the disk is no folder of secrets");
            }
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new WrongUse("--folder: " + named + " is no folder");
            }
            return new SecretsDisk(folder);
        }
        List<Path> found = candidates(Path.of("secrets"));
        if (found.size() != 1) {
            throw new WrongUse(
                    found.isEmpty()
                            ? "there is no folder of secrets here: neither ./secrets nor a folder in it holds a sealing.pem; give"
                                    + " --folder DIR, and --cert FILE the first time"
                            : "there are several folders of secrets, " + found + "; give --folder DIR");
        }
        return new SecretsDisk(found.get(0));
    }

    private static List<Path> candidates(Path secrets) throws IOException {
        if (!Files.isDirectory(secrets)) {
            return List.of();
        }
        if (Files.exists(secrets.resolve(SecretsFolder.CERTIFICATES))) {
            return List.of(secrets);
        }
        try (Stream<Path> folders = Files.list(secrets)) {
            return folders.filter(folder -> Files.exists(folder.resolve(SecretsFolder.CERTIFICATES)))
                    .sorted()
                    .toList();
        }
    }

    /** Where runs wait for each other: the repository that the folder is in, else the directory around it. */
    private static Path root(Path folder) {
        Optional<Path> there = Optional.empty();
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above.resolve(".hearth")) || Files.exists(above.resolve(".git"))) {
                return above;
            }
            there = there.isPresent() || !Files.isDirectory(above) ? there : Optional.of(above);
        }
        return there.orElseThrow();
    }

    Path path() {
        return folder;
    }

    SecretsFolder read() {
        return SecretsFolder.of(folder.toString(), files.files());
    }

    /** Writes what is other than it was read. */
    void write(SecretsFolder after) {
        files.write(after.files(), Set.of(), WriteOptions.defaults());
    }
}
