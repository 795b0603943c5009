package dev.hearth.parity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.YamlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server's answers to the objects of one kind, kept in a file outside of the tree: the same server says the same to the
 * same object. Several processes may use a file at once; each adds whole lines at its end.
 */
final class Answers {

    private final Path file;
    private final Map<String, Answer> known = new ConcurrentHashMap<>();
    private final Map<String, Answer> fresh = new ConcurrentHashMap<>();

    private Answers(Path file) {
        this.file = file;
    }

    static Answers in(Path folder, Kind kind) {
        Answers answers = new Answers(folder.resolve(kind.fileName() + ".jsonl"));
        if (Files.exists(answers.file)) {
            answers.read();
        }
        return answers;
    }

    private void read() {
        try {
            for (String line : Files.readString(file, UTF_8).split("\n", -1)) {
                keep(line);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void keep(String line) {
        try {
            if (!line.isEmpty() && Json.read(line, "answers") instanceof Mapping entry) {
                known.put(entry.text("k").orElseThrow(), Answer.read(entry));
            }
        } catch (YamlException half) {
            // Another process is writing it: the question is asked anew.
        }
    }

    static String key(String question, byte[] object) {
        return Hashing.sha256()
                .newHasher()
                .putString(question, UTF_8)
                .putByte((byte) 0)
                .putBytes(object)
                .hash()
                .toString()
                .substring(0, 32);
    }

    Optional<Answer> get(String key) {
        return Optional.ofNullable(known.get(key));
    }

    void put(String key, Answer answer) {
        known.put(key, answer);
        fresh.put(key, answer);
    }

    /** Adds what is new to the file. */
    void save() {
        if (fresh.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(fresh)
                .forEach((key, answer) -> lines.append(answer.written(key)).append('\n'));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines.toString().getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        fresh.clear();
    }
}
