package dev.hearth.cli;

import com.google.common.base.Splitter;
import dev.hearth.cli.Failures.WrongUse;
import dev.hearth.pipeline.ExitCode;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * What {@code hearth render} and {@code hearth verify} share: a definition class on a class path. The pipeline is taken from that
 * class path too, so that a cluster is rendered by the version of Hearth it was compiled with; it is called by name, in types of
 * the JDK alone. Only where the class path holds none, the one of this jar is taken.
 */
abstract class ClusterCommand implements Callable<Integer> {

    private static final String FACADE = "dev.hearth.pipeline.Hearth";

    private final Console console;

    @Option(
            names = "--class-path",
            required = true,
            paramLabel = "PATH",
            description =
                    "folders and jars that hold the definition and what it needs, separated as in java -cp; a folder"
                            + " followed by /* stands for its jars")
    String classPath = "";

    @Option(
            names = "--definition",
            required = true,
            paramLabel = "CLASS",
            description = "the class that defines the cluster; may be given several times")
    List<String> definitions = List.of();

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "the folder that holds the tree; default: ${DEFAULT-VALUE}")
    Path root = Path.of(".");

    ClusterCommand(Console console) {
        this.console = console;
    }

    abstract String goal();

    Map<String, String> options() {
        return Map.of();
    }

    @Override
    public final Integer call() throws IOException {
        int worst = ExitCode.CLEAN.number();
        try (URLClassLoader loader = loader()) {
            for (String definition : definitions) {
                worst = Math.max(worst, run(definition, loader));
            }
        }
        return worst;
    }

    private int run(String definition, ClassLoader loader) {
        Consumer<String> out = console.out()::println;
        Consumer<String> err = console.err()::println;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            Method run = loader.loadClass(FACADE)
                    .getMethod(
                            "run",
                            String.class,
                            String.class,
                            ClassLoader.class,
                            Path.class,
                            Map.class,
                            Consumer.class,
                            Consumer.class,
                            Consumer.class);
            Path tree = root.toAbsolutePath().normalize();
            return (Integer) run.invoke(null, goal(), definition, loader, tree, options(), out, err, err);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(goal() + " of " + definition + " failed", thrown.getCause());
        } catch (ReflectiveOperationException | LinkageError other) {
            throw new WrongUse("the class path holds a Hearth of another version, or a part of one (" + other
                    + "); give all of its jars, or none");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private URLClassLoader loader() throws IOException {
        List<URL> urls = new ArrayList<>();
        boolean ownPipeline = false;
        for (String element :
                Splitter.on(File.pathSeparatorChar).omitEmptyStrings().split(classPath)) {
            for (Path file : files(element)) {
                urls.add(url(file));
                ownPipeline |= pipeline(file);
            }
        }
        // Nothing of this jar where the class path has the pipeline: the project decides every version.
        return new URLClassLoader(
                "hearth",
                urls.toArray(new URL[0]),
                ownPipeline ? ClassLoader.getPlatformClassLoader() : ClusterCommand.class.getClassLoader());
    }

    private static boolean pipeline(Path file) throws MalformedURLException {
        try (URLClassLoader one = new URLClassLoader(new URL[] {url(file)}, null)) {
            return one.findResource(FACADE.replace('.', '/') + ".class") != null;
        } catch (MalformedURLException wrong) {
            throw wrong;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static List<Path> files(String element) throws IOException {
        if (element.endsWith("/*") || element.equals("*")) {
            Path folder = Path.of(element.equals("*") ? "." : element.substring(0, element.length() - 2));
            if (!Files.isDirectory(folder)) {
                throw new WrongUse("--class-path: there is no folder " + folder);
            }
            try (Stream<Path> jars = Files.list(folder)) {
                return jars.filter(jar -> jar.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
            }
        }
        Path file = Path.of(element);
        if (!Files.exists(file)) {
            throw new WrongUse("--class-path: there is no file or folder " + element);
        }
        return List.of(file);
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }
}
