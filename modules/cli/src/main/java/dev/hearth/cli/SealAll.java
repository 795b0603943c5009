package dev.hearth.cli;

import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import dev.hearth.secrets.Plain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Seals all credentials of a cluster that is defined in Java. */
final class SealAll {

    private final Desk desk;
    private final SealCommand.AllOptions all;
    private final SealCommand.CertificateOptions certificate;
    private final Map<String, Source> answers = new LinkedHashMap<>();
    private final Material material;

    SealAll(Desk desk, SealCommand.AllOptions all, SealCommand.CertificateOptions certificate) {
        this.desk = desk;
        this.all = all;
        this.certificate = certificate;
        this.material = new Material(desk.console(), desk.environment(), desk.random(), desk.today(), false);
    }

    ExitCode run() throws IOException {
        SecretsPipeline.required(all.classPath, all.definitions, "--all");
        int number = 0;
        for (String value : all.values) {
            number++;
            answer(value, "--value number " + number);
        }
        try (material) {
            return SecretsPipeline.run(
                    desk, "seal", all.classPath, all.definitions, Path.of(all.root), options(), this::answered);
        }
    }

    private void answer(String argument, String what) {
        int slash = argument.indexOf('/');
        int equals = argument.indexOf('=');
        if (slash < 1 || equals < slash) {
            throw new WrongUse(what + " must be NAME/KEY=SOURCE");
        }
        Source source = Source.named(argument.substring(slash + 1), what).source();
        if (Source.given(argument.substring(equals + 1)).isEmpty()) {
            throw new WrongUse(what + ": the SOURCE of an answer is -, @FILE, env:VARIABLE or ?");
        }
        if (source.reads() && answers.values().stream().anyMatch(Source::reads)) {
            throw new WrongUse("standard input can be read once, but is asked for twice");
        }
        if (answers.put(argument.substring(0, equals), source) != null) {
            throw new WrongUse(what + " is given twice");
        }
    }

    private Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        options.put(
                "certificate",
                certificate.file.isEmpty()
                        ? ""
                        : Path.of(certificate.file).toAbsolutePath().toString());
        options.put(
                "replace",
                switch (all.replace) {
                    case ALL -> "true";
                    case FOREIGN -> "foreign";
                    case NOTHING -> "false";
                });
        options.put("only", String.join(",", all.only));
        if (certificate.marks(desk).isPresent()) {
            options.put("mark-key", certificate.path(desk).toAbsolutePath().toString());
        }
        options.values().removeIf(String::isEmpty);
        return options;
    }

    /** The bytes, which whoever asked wipes; null where nobody knows. */
    private byte @Nullable [] answered(String key, String what) {
        try {
            Source source = answers.get(key);
            if (source != null) {
                return material.value(key, source).bytes();
            }
            return material.askedOrNot(what, key).map(Plain::bytes).orElse(null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
