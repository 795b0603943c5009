package dev.hearth.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs whose reading of YAML counts: found in {@code $HEARTH_JUDGES/bin} or on the path. A test that needs one
 * that is absent is skipped, or fails where {@code HEARTH_JUDGES_REQUIRED} is {@code true}.
 */
enum Reader {
    KUBECTL("kubectl", "annotate", "--local", "-o", "json", "-f", "-", "hearth.dev/none-"),
    PYYAML("pyyaml"),
    JS_YAML("js-yaml");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    private final ImmutableList<String> command;

    Reader(String... command) {
        this.command = ImmutableList.copyOf(command);
    }

    /** What the program makes of a YAML document, which is to be a Kubernetes object. */
    Map<?, ?> read(String yaml) throws IOException, InterruptedException {
        Result result = run(yaml);
        if (result.exit() != 0) {
            fail(this + " cannot read: " + result.error());
        }
        Object json = JSON.readValue(result.out(), Object.class);
        return (Map<?, ?>) (json instanceof List<?> documents ? documents.get(0) : json);
    }

    /** What the program makes of several documents; not for kubectl. */
    List<?> documents(String yaml) throws IOException, InterruptedException {
        Result result = run(yaml);
        if (result.exit() != 0) {
            fail(this + " cannot read: " + result.error());
        }
        return JSON.readValue(result.out(), List.class);
    }

    /** Whether the program reads the text at all. */
    boolean accepts(String yaml) throws IOException, InterruptedException {
        return run(yaml).exit() == 0;
    }

    private record Result(int exit, String out, String error) {}

    private Result run(String yaml) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.set(0, program().toString());
        Path out = Files.createTempFile("hearth", ".json");
        Path error = Files.createTempFile("hearth", ".txt");
        Path in = Files.createTempFile("hearth", ".yaml");
        try {
            Files.write(in, yaml.getBytes(UTF_8));
            int exit = new ProcessBuilder(line)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(error.toFile())
                    .start()
                    .waitFor();
            return new Result(exit, Files.readString(out), Files.readString(error));
        } finally {
            Files.delete(out);
            Files.delete(error);
            Files.delete(in);
        }
    }

    private Path program() {
        String name = command.get(0);
        List<Path> places = new ArrayList<>();
        places.add(judges().resolve("bin"));
        for (String place :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1)) {
            places.add(Path.of(place));
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve(name))) {
                return place.resolve(name);
            }
        }
        String absent = name + " is neither in " + places.get(0) + " nor on the path: install it with .ci/judges";
        if ("true".equals(System.getenv("HEARTH_JUDGES_REQUIRED"))) {
            return fail(absent);
        }
        return abort(absent);
    }

    private static Path judges() {
        String stated = System.getenv("HEARTH_JUDGES");
        if (stated != null) {
            return Path.of(stated);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        Path caches = cache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return caches.resolve("hearth/judges");
    }
}
