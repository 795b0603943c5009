package dev.hearth.maven;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The file with the key by which this machine knows unchanged values again: 32 random bytes in hexadecimal, for its owner alone. */
final class MarkKeyFile {

    private static final int BYTES = 32;

    private MarkKeyFile() {}

    static Path standard(Map<String, String> environment) {
        String configuration = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        Path folder = configuration.startsWith("/") ? Path.of(configuration) : Path.of(home, ".config");
        return folder.resolve("hearth").resolve("ledger.key");
    }

    /** Makes the file unless it is there; where that cannot be, says why. */
    static Optional<String> madeIfMissing(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
        } catch (IOException failed) {
            // Another run may have been quicker.
            if (!Files.exists(file)) {
                return Optional.of("the key " + file + " cannot be made (" + failed
                        + "); without it the ledger cannot tell later that a value is unchanged (see hearth.markKey)");
            }
        }
        return Optional.empty();
    }

    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(folder, only(folder, "rwx------"));
        }
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        String line = HexFormat.of().formatHex(key) + "\n";
        try (FileChannel out = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), only(file, "rw-------"))) {
            out.write(ByteBuffer.wrap(line.getBytes(US_ASCII)));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
