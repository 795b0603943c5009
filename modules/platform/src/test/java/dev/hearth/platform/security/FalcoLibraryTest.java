package dev.hearth.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.hearth.judges.Judges;
import dev.hearth.judges.Outcome;
import dev.hearth.judges.Program;
import dev.hearth.manifest.Mapping;
import dev.hearth.manifest.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules as the library reads them that Falco and sysdig are both made of. The distribution's sysdig is older than the Falco of the
 * catalogue, so what came since then (functions, {@code anyof}, comparing two fields) it cannot tell of.
 *
 * @see <a href="https://github.com/falcosecurity/libs">falcosecurity/libs</a>
 */
class FalcoLibraryTest {

    /** What stands for a macro of Falco's own rules: they are in its image and not here. */
    private static final String ANY_EVENT = "evt.num >= 0";

    private static final Pattern NAMES = Pattern.compile("(?<![\\w.%\"/-])([a-z_][a-z0-9_]*)(?![\\w.\"/\\[-])");

    @TempDir
    private Path folder;

    @Test
    void compiles_each_condition_of_the_platform() throws IOException {
        List<String> conditions = conditions(
                HomeRules.of(ImmutableSet.of("coder", "workshop"), ImmutableSet.of("ghcr.io/example/operator"))
                        .text());

        assertThat(conditions).hasSizeGreaterThan(9);
        for (String condition : conditions) {
            assertThat(refusal(condition)).as(condition).isEmpty();
        }
    }

    @Test
    void knows_each_field_of_each_output() throws IOException {
        List<String> outputs = documents(HomeRules.of(ImmutableSet.of("coder"), ImmutableSet.of())
                        .text())
                .stream()
                .flatMap(rule -> rule.text("output").stream())
                .collect(Collectors.toList());

        assertThat(outputs).isNotEmpty();
        for (String output : outputs) {
            assertThat(refusal("evt.num >= 0", "-p", output)).as(output).isEmpty();
        }
        assertThat(refusal("evt.num >= 0", "-p", "%user.nam")).contains("user.nam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not container.id = host and (evt.type=execve or evt.type = 'clone3')",
                "evt.type in (open,openat,openat2) and fd.num>=0 and proc.name exists",
                "proc.aname[2] in (bash, \"puma reactor\") and evt.arg.flags contains O_TRUNC",
                "container.image.repository in (quay.io/metallb/speaker) and k8s.pod.label.app != \"x\"",
                "proc.name pmatch (/usr/bin) and fd.rip = 10.0.0.1"
            })
    void takes_what_the_component_takes(String condition) throws IOException {
        assertThat(FalcoRules.none().macro("mine", condition).text()).contains("mine");
        assertThat(refusal(condition)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process.name = bash",
                "proc.name is bash",
                "(proc.name = sh",
                "proc.name = bash proc.name = sh",
                "proc.name = bash and",
                "fd.num > many",
                "k8s.nosuch.name = web",
                "proc.name in (a",
            })
    void refuses_what_the_component_refuses(String condition) throws IOException {
        assertThat(refusal(condition)).isNotEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> FalcoRules.none().macro("mine", condition));
    }

    /** The conditions of rules, in the one form that sysdig has: without macros and lists. */
    private static List<String> conditions(String rules) {
        Map<String, String> words = new LinkedHashMap<>();
        FalcoVocabulary.bundled().macros().forEach(macro -> words.put(macro, "(" + ANY_EVENT + ")"));
        FalcoVocabulary.bundled().lists().forEach(list -> words.put(list, "something"));
        List<String> conditions = new ArrayList<>();
        for (Mapping item : documents(rules)) {
            item.text("list")
                    .ifPresent(list -> words.put(
                            list, String.join(", ", item.sequence("items").strings())));
            item.text("condition").ifPresent(condition -> {
                String whole = expanded(condition.startsWith("and ") ? ANY_EVENT + " " + condition : condition, words);
                conditions.add(whole);
                item.text("macro").ifPresent(macro -> words.put(macro, "(" + whole + ")"));
            });
        }
        return conditions;
    }

    private static String expanded(String condition, Map<String, String> words) {
        return NAMES.matcher(condition)
                .replaceAll(
                        name -> words.getOrDefault(name.group(1), name.group(1)).replace("$", "\\$"));
    }

    private static ImmutableList<Mapping> documents(String rules) {
        return Yaml.documents("rules:\n" + rules, "rules.yaml").get(0).mapping().sequence("rules").items().stream()
                .map(Mapping.class::cast)
                .collect(ImmutableList.toImmutableList());
    }

    /** What it says against a filter; empty where it only misses the events, of which there are none here. */
    private String refusal(String filter, String... options) throws IOException {
        Program sysdig = Judges.require("sysdig");
        Path nothing = folder.resolve("nothing.scap");
        if (!Files.exists(nothing)) {
            Files.createFile(nothing);
        }
        List<String> arguments = new ArrayList<>(List.of("-r", nothing.toString()));
        arguments.addAll(List.of(options));
        arguments.add(filter);
        Outcome outcome = sysdig.run(arguments.toArray(new String[0]));
        String said = outcome.stderr() + outcome.stdout();
        return said.contains("Could not initialize reader") ? "" : said;
    }
}
