package dev.hearth.cli;

import dev.hearth.secrets.Ledger;
import dev.hearth.secrets.Plain;
import dev.hearth.secrets.SealedFile;
import dev.hearth.secrets.SealingKeys;
import dev.hearth.secrets.SecretsFolder;
import java.util.List;

/** One sealed value of a folder, where it stands. */
record SealedPlace(SealedFile file, String key, String text) {

    static List<SealedPlace> all(SecretsFolder folder) {
        return folder.sealed().stream().flatMap(file -> all(file).stream()).toList();
    }

    static List<SealedPlace> all(SealedFile file) {
        return file.values().entrySet().stream()
                .map(value -> new SealedPlace(file, value.getKey(), value.getValue()))
                .toList();
    }

    Plain open(SealingKeys keys) {
        return keys.open(text, file.scope(), file.namespace(), file.name());
    }

    Ledger.Place ledger() {
        return new Ledger.Place(file.namespace(), file.name(), key);
    }

    /** For people. */
    @Override
    public String toString() {
        return file.namespace() + "/" + file.name() + "  " + key;
    }
}
