package dev.hearth.tree;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that writes trees until it is ended. Arguments: the root, then what to do.
 *
 * <ul>
 *   <li>{@code halt <n>}: writes the new tree and ends at the n-th point without a word to the writer
 *   <li>{@code loop}: writes the old and the new tree in turn for ever
 *   <li>{@code hold}: writes the new tree and stops before the Inventory until its input ends
 * </ul>
 */
final class Doomed {

    static final int HALTED = 86;

    private Doomed() {}

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        switch (args[1]) {
            case "halt" -> halt(root, Integer.parseInt(args[2]));
            case "loop" -> loop(root);
            case "hold" -> hold(root);
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static void halt(Path root, int at) {
        write(root, World.NEW, new StoppingDisk((point, path) -> {
            if (point == at) {
                Runtime.getRuntime().halt(HALTED);
            }
        }));
    }

    private static void loop(Path root) {
        for (int run = 0; ; run++) {
            write(root, run % 2 == 0 ? World.NEW : World.OLD, new RealDisk());
            if (run == 1) {
                say("warm");
            }
        }
    }

    private static void hold(Path root) {
        write(root, World.NEW, new StoppingDisk((point, path) -> {
            if (path.endsWith("home.inventory")) {
                say("holding");
                while (System.in.read() >= 0) {
                    // Until the input ends.
                }
            }
        }));
    }

    private static void write(Path root, Tree tree, Disk disk) {
        WriteResult result = TreeWriter.write(root, Samples.CLUSTER, tree, WriteOptions.defaults(), disk);
        if (result.refused()) {
            throw new IllegalStateException(result.findings().toString());
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    /** Starts this class in a process of its own. */
    static Process start(Path root, String... does) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new java.util.ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classPath(),
                Doomed.class.getName(),
                root.toString()));
        command.addAll(List.of(does));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Where the classes of this run came from, however they were loaded. */
    private static String classPath() throws Exception {
        List<Class<?>> one = List.of(
                Doomed.class,
                TreeWriter.class,
                dev.hearth.findings.Finding.class,
                dev.hearth.manifest.Identity.class,
                com.google.common.collect.ImmutableList.class,
                com.google.common.util.concurrent.internal.InternalFutures.class,
                com.github.difflib.DiffUtils.class,
                org.assertj.core.api.Assertions.class);
        StringBuilder out = new StringBuilder();
        for (Class<?> type : one) {
            Path place = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.exists(place)) {
                out.append(place).append(java.io.File.pathSeparator);
            }
        }
        return out.toString();
    }

    static String line(Process process) throws Exception {
        return new java.io.BufferedReader(
                        new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
    }
}
