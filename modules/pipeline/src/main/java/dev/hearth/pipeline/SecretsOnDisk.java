package dev.hearth.pipeline;

import dev.hearth.secrets.SecretsFolder;
import dev.hearth.tree.FolderFiles;
import dev.hearth.tree.TreePath;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The folder of secrets on the disk. */
final class SecretsOnDisk {

    private SecretsOnDisk() {}

    /** What is in that folder below the root; nothing where there is no such folder. */
    static SecretsFolder read(Path root, String folder) {
        return SecretsFolder.of(folder, FolderFiles.read(root, TreePath.of(folder)));
    }

    /** Writes what {@code after} has otherwise than {@code before}. Gives how many files that were. */
    static int write(Path root, SecretsFolder before, SecretsFolder after) {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        after.files().forEach((path, content) -> {
            if (!Arrays.equals(before.files().get(path), content)) {
                changed.put(path, content);
            }
        });
        FolderFiles.write(root, TreePath.of(after.path()), changed);
        return changed.size();
    }
}
