package dev.hearth.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.secrets.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.Arrays;
import java.util.List;

/** The backups of the sealing keys that a command is given, as one. */
final class Backup {

    private Backup() {}

    static SealingKeys read(List<String> files, Desk desk) throws IOException {
        if (files.isEmpty()) {
            throw new WrongUse("missing: --key FILE, a backup of the controller's sealing keys");
        }
        ImmutableList.Builder<RSAPrivateCrtKey> keys = ImmutableList.builder();
        ImmutableSet.Builder<String> fingerprints = ImmutableSet.builder();
        if (files.stream().filter("-"::equals).count() > 1) {
            throw new WrongUse("standard input can be read once, but is asked for twice");
        }
        for (String file : files) {
            byte[] text = file.equals("-") ? desk.console().in().readAllBytes() : Files.readAllBytes(Path.of(file));
            try {
                SealingKeys some = SealingKeys.read(text, file.equals("-") ? "standard input" : file);
                keys.addAll(some.keys());
                fingerprints.addAll(some.fingerprints());
            } finally {
                Arrays.fill(text, (byte) 0);
            }
        }
        return new SealingKeys(keys.build(), fingerprints.build());
    }
}
