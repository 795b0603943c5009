package dev.hearth.pipeline;

import dev.hearth.secrets.SecretsFolder;
import dev.hearth.tree.FolderFiles;
import dev.hearth.tree.WriteOptions;
import java.nio.file.Path;
import java.util.Set;

/** A folder of secrets on the disk. */
record SecretsOnDisk(FolderFiles files, SecretsFolder folder) {

    /** What is in that folder below the root; nothing where there is no such folder. */
    static SecretsOnDisk read(Path root, String path) {
        FolderFiles files = FolderFiles.read(root, path);
        return new SecretsOnDisk(files, SecretsFolder.of(path, files.files()));
    }

    /** Makes the disk hold that; gives how many files were written. */
    int write(SecretsFolder after) {
        return files.write(after.files(), Set.of(), WriteOptions.defaults()).size();
    }
}
