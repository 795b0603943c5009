package dev.hearth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.manifest.Json;
import dev.hearth.secrets.SealedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A SealedSecret in a file of its own, which stays JSON where it is JSON: kubeseal writes that unless asked otherwise. */
record SealedText(SealedFile file, boolean json) {

    static Optional<SealedText> at(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        byte[] text = Files.readAllBytes(path);
        String start = new String(text, 0, Math.min(text.length, 64), UTF_8).strip();
        return start.isEmpty()
                ? Optional.empty()
                : Optional.of(new SealedText(SealedFile.read(text, path.toString()), start.startsWith("{")));
    }

    /** A new file, whose name says its form. */
    static SealedText named(Path path, SealedFile file) {
        return new SealedText(file, path.toString().endsWith(".json"));
    }

    SealedText with(SealedFile other) {
        return new SealedText(other, json);
    }

    byte[] bytes() {
        return json ? Json.pretty(file.manifest().root()).getBytes(UTF_8) : file.bytes();
    }
}
