package dev.hearth.cli;

import dev.hearth.secrets.MarkKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The file with the key by which this machine knows values again: {@code ledger.key} in the user's configuration. */
final class LedgerKey {

    private final Desk desk;

    LedgerKey(Desk desk) {
        this.desk = desk;
    }

    static Path standard(Map<String, String> environment) {
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        Path folder = configuration.startsWith("/") ? Path.of(configuration) : Path.of(home, ".config");
        return folder.resolve("hearth").resolve("ledger.key");
    }

    /** The key of a file, which is made where there is none; empty where it can be neither read nor made. */
    Optional<MarkKey> of(Path file) {
        try {
            return Optional.of(Files.exists(file) ? read(file) : made(file));
        } catch (FileAlreadyExistsException another) {
            return of(file);
        } catch (IOException failed) {
            desk.warn(Failures.reason(failed)
                    + "; without that key the ledger cannot tell later that a value is unchanged (see --mark-key)");
            return Optional.empty();
        }
    }

    private MarkKey read(Path file) throws IOException {
        MarkKey key = MarkKey.read(Files.readAllBytes(file), file.toString());
        if (posix(file) && !othersMay(file).isEmpty()) {
            desk.warn("others may read " + file + "; with it and the ledger they can try guesses: chmod 600 " + file);
        }
        return key;
    }

    private static Set<PosixFilePermission> othersMay(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.removeAll(PosixFilePermissions.fromString("rwx------"));
        return permissions;
    }

    private MarkKey made(Path file) throws IOException {
        MarkKey key = MarkKey.random(desk.random());
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, only(folder, "rwx------"));
        }
        try (FileChannel out = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only(file, "rw-------"))) {
            out.write(ByteBuffer.wrap(key.file()));
        }
        desk.tell("made " + file + ", by which this machine knows unchanged values again; it stays here");
        return key;
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
