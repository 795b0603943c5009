package dev.hearth.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import dev.hearth.judges.ApiServer;
import dev.hearth.judges.Verdict;
import dev.hearth.manifest.Json;
import dev.hearth.manifest.KubernetesVersion;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real API server for its verdict on each line of a list, and compares. */
class ServerAgreementTest {

    private static final ImmutableMap<String, String> REASONS = ImmutableMap.<String, String>builder()
            .put("FieldValueTypeInvalid", "type")
            .put("FieldValueRequired", "required")
            .put("FieldValueInvalid", "invalid")
            .put("FieldValueNotSupported", "unsupported")
            .put("FieldValueTooLong", "too-long")
            .put("FieldValueTooMany", "too-many")
            .put("FieldValueForbidden", "forbidden")
            .put("FieldValueDuplicate", "duplicate")
            .buildOrThrow();

    private static ApiServer server;
    private static Schemas schemas = Schemas.of(KubernetesVersion.parse("1.35"));

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        String things = text("things.yaml");
        schemas = schemas.with(Yaml.read(things, "things.yaml"));
        server = ApiServer.start();
        Files.writeString(folder.resolve("things.yaml"), things);
        server.applyDefinitions(folder);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String text(String resource) {
        return new String(SchemaFile.bytes(resource), UTF_8);
    }

    private static List<String> lines(String resource) {
        return Splitter.on('\n').omitEmptyStrings().splitToList(text(resource));
    }

    private static Mapping thing(String spec) {
        String rest = spec.startsWith("req") ? spec : "req: a, " + spec;
        return object("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {" + rest + "}\n");
    }

    private static Mapping object(String yaml) {
        return Yaml.documents(yaml, "object.yaml").get(0).mapping();
    }

    private static Mapping builtIn(String line) {
        List<String> words = Splitter.on('\t').splitToList(line);
        String text = words.get(1);
        return switch (words.get(0)) {
            case "secret" -> object("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n" + text + "\n");
            case "deployment" -> deployment("", text, "", "");
            case "pod" -> deployment("", "", text, "");
            case "container" -> deployment("", "", "", ", " + text);
            default -> deployment(", " + text, "", "", "");
        };
    }

    private static Mapping deployment(String metadata, String spec, String pod, String container) {
        return object(String.join(
                "\n",
                "apiVersion: apps/v1",
                "kind: Deployment",
                "metadata: {name: a" + metadata + "}",
                "spec:",
                "  selector: {matchLabels: {a: b}}",
                "  template:",
                "    metadata: {labels: {a: b}}",
                "    spec:",
                "      containers: [{name: a, image: a" + container + "}]",
                "      " + pod,
                "  " + spec));
    }

    private static String asked(Mapping object) {
        Verdict verdict = server.dryRunApply(
                object.text("apiVersion").orElseThrow(),
                object.text("kind").orElseThrow(),
                "default",
                "a",
                Json.write(object).getBytes(UTF_8));
        if (verdict.accepted()) {
            return "";
        }
        return verdict.causes().isEmpty()
                ? "refused"
                : sorted(verdict.causes().stream()
                        .filter(cause -> !cause.field().equals("<nil>"))
                        .map(cause -> REASONS.get(cause.reason()) + " " + cause.field()));
    }

    private static String sorted(Stream<String> words) {
        return words.collect(Collectors.toCollection(TreeSet::new)).toString();
    }

    private static boolean agree(Mapping object, String asked) {
        KindSchema kind = schemas.kind(
                        object.text("apiVersion").orElseThrow(),
                        object.text("kind").orElseThrow())
                .orElseThrow();
        List<Fault> unread = kind.decode(object);
        if (!unread.isEmpty()) {
            return asked.equals("refused") || asked.equals(words(unread));
        }
        List<Fault> faults = kind.validate(kind.defaulted(object));
        return faults.isEmpty() ? asked.isEmpty() : asked.equals(words(faults));
    }

    private static String judged(Mapping object) {
        KindSchema kind = schemas.kind(
                        object.text("apiVersion").orElseThrow(),
                        object.text("kind").orElseThrow())
                .orElseThrow();
        return kind.decode(object) + " " + kind.validate(kind.defaulted(object));
    }

    // A choice between schemas has no field in the server's answer.
    private static String words(List<Fault> faults) {
        return sorted(faults.stream()
                .filter(fault -> !fault.message().contains("schema"))
                .map(fault -> fault.reason().word() + " " + fault.path()));
    }

    private static List<String> differences(List<String> lines, Function<String, Mapping> reader) {
        List<String> differences = new ArrayList<>();
        for (String line : lines) {
            Mapping object = reader.apply(line);
            String asked = asked(object);
            if (!agree(object, asked)) {
                differences.add(line + ": the server says '" + asked + "', Hearth " + judged(object));
            }
        }
        return differences;
    }

    @Test
    void judges_custom_resources_as_the_server_does() {
        assertThat(differences(lines("things.txt"), ServerAgreementTest::thing)).isEmpty();
    }

    @Test
    void reads_built_in_kinds_as_the_server_does() {
        assertThat(differences(lines("built-in.txt"), ServerAgreementTest::builtIn))
                .isEmpty();
    }
}
