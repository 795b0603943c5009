package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.secrets.SecretsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder of secrets on the disk. All that is written here is sealed. */
final class SecretsDisk {

    private final Path folder;

    private SecretsDisk(Path folder) {
        this.folder = folder;
    }

    /** The folder of that name; where none is named, the only one in {@code secrets} that holds certificates. */
    static SecretsDisk of(String named) throws IOException {
        if (!named.isEmpty()) {
            Path folder = Path.of(named);
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new WrongUse("--folder: " + named + " is no folder");
            }
            return new SecretsDisk(folder);
        }
        Path secrets = Path.of("secrets");
        List<Path> found = candidates(secrets);
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

    Path path() {
        return folder;
    }

    SecretsFolder read() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> paths = Files.walk(folder, 2)) {
                for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                    String name = folder.relativize(path).toString().replace('\\', '/');
                    if (known(name)) {
                        files.put(name, Files.readAllBytes(path));
                    }
                }
            }
        }
        return SecretsFolder.of(folder.toString(), files);
    }

    private static boolean known(String name) {
        return name.equals(SecretsFolder.CERTIFICATES)
                || name.equals(SecretsFolder.LEDGER)
                || (name.endsWith(".yaml") && name.contains("/") && !name.startsWith("."));
    }

    /** Writes what is other than before: the sealed values first, what is known of them last. */
    void write(SecretsFolder before, SecretsFolder after) throws IOException {
        List<Map.Entry<String, byte[]>> changed = after.files().entrySet().stream()
                .filter(file -> !Arrays.equals(file.getValue(), before.files().get(file.getKey())))
                .toList();
        for (Map.Entry<String, byte[]> file : changed) {
            if (!file.getKey().equals(SecretsFolder.LEDGER)) {
                write(folder.resolve(file.getKey()), file.getValue());
            }
        }
        for (Map.Entry<String, byte[]> file : changed) {
            if (file.getKey().equals(SecretsFolder.LEDGER)) {
                write(folder.resolve(file.getKey()), file.getValue());
            }
        }
    }

    /** Replaces the file in one step, or makes it; who may read it stays as it was. */
    static void write(Path named, byte[] content) throws IOException {
        Path file = Files.isSymbolicLink(named) ? named.toRealPath() : named.toAbsolutePath();
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path next = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".hearth");
        try {
            Files.write(next, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
