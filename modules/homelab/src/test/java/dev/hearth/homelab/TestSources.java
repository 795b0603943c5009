package dev.hearth.homelab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tests speak of a component, and which real programs they ask: read from their sources, so that it cannot go stale. */
final class TestSources {

    private static final List<Path> ROOTS = Stream.of("platform", "homelab", "secrets", "pipeline")
            .map(module -> Path.of("modules", module, "src", "test", "java"))
            .toList();
    private static final Pattern PROGRAM = Pattern.compile("Judges\\.(?:require|find)\\(\\s*\"([a-z0-9-]+)\"");
    private static final Pattern MADE = Pattern.compile("\\b([A-Z]\\w+)\\s*\\.\\s*[a-z]\\w*\\(");

    private final Map<String, String> texts = new TreeMap<>();

    private TestSources() {}

    static TestSources read(Path top) {
        TestSources sources = new TestSources();
        for (Path root : ROOTS) {
            try (Stream<Path> files = Files.walk(top.resolve(root))) {
                for (Path file : files.filter(one -> one.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    // Two modules have an ApiServerTest.
                    sources.texts.merge(name, new String(Files.readAllBytes(file), UTF_8), String::concat);
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return sources;
    }

    /** The names of the tests that make one of those. */
    Set<String> of(String type) {
        return texts.entrySet().stream()
                .filter(test -> MADE.matcher(test.getValue())
                        .results()
                        .anyMatch(made -> made.group(1).equals(type)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The real programs that those tests ask. */
    Set<String> programs(Iterable<String> tests) {
        Set<String> programs = new TreeSet<>();
        for (String test : tests) {
            String text = texts.getOrDefault(test, "");
            Matcher program = PROGRAM.matcher(text);
            while (program.find()) {
                programs.add(program.group(1));
            }
            if (text.contains("ApiServer.start(")) {
                programs.add("kube-apiserver");
            }
        }
        return programs;
    }
}
